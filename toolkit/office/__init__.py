"""What office programs write: packages of XML parts, compound files, and what is printed in them."""
