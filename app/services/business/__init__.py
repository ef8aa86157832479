"""What customers are worth, from the firm's orders, invoices and costs: sums from SQL, judged by the functions of ``analysis``.

``period`` says when, ``sums`` and ``serving`` add up, ``clients`` names the customers, ``kept`` spares doing it twice; each
other room is one family of analyses and returns an ``Analysed``.
"""
