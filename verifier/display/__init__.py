"""What notebooks show of statements, results and measurements: HTML with LaTeX for MathJax.

LaTeX and not MathML, since Jupyter and code hosts strip MathML from notebooks that are not yet
trusted and would leave the bare letters; LaTeX is at worst shown as it is written.
"""
