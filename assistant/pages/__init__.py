"""The pages, a plug-in each: a module that offers ``TITLE``, ``ORDER`` and ``page``, drawn by ``page(index)``.

``ORDER`` is a number, lower ones stand further left; ``index`` is the index's folder. One page is drawn alone,
several with their titles above them. What several pages draw stands in ``assistant/widgets``.
"""
