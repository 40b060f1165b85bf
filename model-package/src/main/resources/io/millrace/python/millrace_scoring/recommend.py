"""Operators of recommendations: factors of users and items, and rules of baskets."""

from bisect import bisect_left
from math import nan

from .numbers import fma, total_key
from .vectors import dense_dot


class _Factors:
    """Users or items by their ids, and the numbers that were learnt of each."""

    def __init__(self, step, prefix, are_texts):
        self.values = step.array(prefix + "Factors")
        ids = step.texts(prefix + "Ids") if are_texts else step.array(prefix + "Ids")
        self._places = {(str(id_) if are_texts else id_): i for i, id_ in enumerate(ids)}
        self.count = len(ids)

    def find(self, id_):
        """The place of an id; None, if nothing was learnt of it."""
        return None if id_ is None else self._places.get(id_)


def factor_product(step):
    user_slot, item_slot = step.inputs[0].slot, step.inputs[1].slot
    users = _Factors(step, "user", step.inputs[0].type.kind == "string")
    items = _Factors(step, "item", step.inputs[1].type.kind == "string")
    rank, target = step.count("rank"), step.target
    unknown = step.choice("unknown", "missing", "nan", "zero", "mean")
    if unknown == "mean":
        user_means, item_means = step.array("userMeans"), step.array("itemMeans")
        overall = step.first("mean")

    def instead(user, item):
        if unknown != "mean":
            return {"missing": None, "nan": nan, "zero": 0.0}[unknown]
        if user is not None:
            return user_means[user]
        return overall if item is None else item_means[item]

    def work(row):
        user, item = users.find(row[user_slot]), items.find(row[item_slot])
        if user is None or item is None:
            row[target] = instead(user, item)
        else:
            row[target] = dense_dot(rank, users.values, user * rank, items.values, item * rank)

    return work


def top_products(step):
    asked = _Factors(step, "asked", step.inputs[0].type.kind == "string")
    are_texts = step.outputs[0].type.element.kind == "string"
    listed = _Factors(step, "listed", are_texts)
    ids = step.texts("listedIds") if are_texts else step.array("listedIds")
    listed_numbers = step.array("listedNumbers")
    seen, seen_starts = step.array("seen"), step.array("seenStarts")
    rank, most = step.count("rank"), step.count("most")
    popular = [ids[place] for place in step.array("popular")] if step.has("popular") else None
    source, to_ids, to_products = step.source, step.outputs[0].slot, step.outputs[1].slot

    def is_seen(place, number):
        found = bisect_left(seen, number, seen_starts[place], seen_starts[place + 1])
        return found < seen_starts[place + 1] and seen[found] == number

    def product(a, b):
        total = 0.0
        for i in range(rank):
            total = fma(asked.values[a * rank + i], listed.values[b * rank + i], total)
        return total

    def work(row):
        place = asked.find(row[source])
        if place is None:
            row[to_ids], row[to_products] = popular, None
            return
        scored = []
        for i, number in enumerate(listed_numbers):
            if not is_seen(place, number):
                value = product(place, i)
                scored.append((total_key(-value), number, i, value))
        scored.sort()
        row[to_ids] = [ids[i] for _, _, i, _ in scored[:most]]
        row[to_products] = [value for _, _, _, value in scored[:most]]

    return work


def basket_rules(step):
    given, then = [list(map(str, g)) for g in step.json("given")], list(map(str, step.json("then")))
    by_first = {}
    for i, items in enumerate(given):
        by_first.setdefault(items[0], []).append(i)
    is_text = step.outputs[0].type.element.kind == "string"
    source, target = step.source, step.target

    def work(row):
        basket = {str(item) for item in row[source] or [] if item is not None}
        met = [
            rule for item in basket for rule in by_first.get(item, ())
            if basket.issuperset(given[rule])
        ]
        lacking = dict.fromkeys(then[rule] for rule in sorted(met) if then[rule] not in basket)
        row[target] = [item if is_text else int(item) for item in lacking]

    return work


OPERATORS = {
    "factor-product": factor_product, "top-products": top_products, "basket-rules": basket_rules,
}
