"""Who may do what with a product."""

import rules

from accounts.rules import is_admin
from ikm.rules import entered, four_eyes, is_owner, keeps, officer_here, reviewer_here
from products.enums import EDITABLE_STATES, ProductState


@rules.predicate
def is_editable(user, product):
    return product.state in EDITABLE_STATES


@rules.predicate
def is_at_regency(user, product):
    return product.state == ProductState.SUBMITTED


@rules.predicate
def is_at_province(user, product):
    return product.state in (ProductState.VERIFIED, ProductState.ELIGIBLE)


rules.add_perm("products.edit_product", keeps & is_editable)
rules.add_perm("products.edit_free_product", keeps)
rules.add_perm("products.submit_product", keeps)
rules.add_perm("products.withdraw_product", entered)
rules.add_perm("products.amend_product", keeps)
rules.add_perm("products.discontinue_product", keeps)
rules.add_perm("products.verify_product", (officer_here | reviewer_here) & four_eyes)
rules.add_perm(
    "products.return_product",
    ((officer_here & is_at_regency) | (reviewer_here & (is_at_regency | is_at_province))) & ~is_owner,
)
rules.add_perm("products.approve_product", reviewer_here & four_eyes)
rules.add_perm("products.propose_product", reviewer_here & ~is_owner)
rules.add_perm("products.answer_product", reviewer_here & ~is_owner)

for _name in ("products", "products.view_product"):
    rules.add_perm(_name, is_admin)
