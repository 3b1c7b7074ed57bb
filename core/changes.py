"""The one door upward: a lower app announces which rows changed, a higher app derives from them.

`announce` is called inside the transaction of the write, by `perform`, by every named write function
and by set-based writers. Handlers are set-based and run in registration order, in the same transaction.
"""

_handlers = {}


def register(label, handler):
    """`label` is "app.model" in lower case; `handler(pks: list[int], by)` derives whatever it keeps."""
    handlers = _handlers.setdefault(label, [])
    if handler not in handlers:
        handlers.append(handler)


def handlers():
    """{"app.model": ["module.function", …]}: the list a test holds against the docs."""
    return {label: [f"{h.__module__}.{h.__qualname__}" for h in found] for label, found in _handlers.items()}


def announce(model, pks, *, by=None):
    """Tell everyone above that these rows of `model` were written."""
    pks = list(pks)
    if not pks:
        return
    for handler in _handlers.get(model._meta.label_lower, ()):
        handler(pks, by)
