"""What reports call things, as data: regions, agencies, sections. One loader per file."""
