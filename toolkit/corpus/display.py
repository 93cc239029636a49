def corpus_text(c): return 'x'
def corpus_html(c): return 'x'
def report_text(c): return 'x'
def report_html(c): return 'x'
