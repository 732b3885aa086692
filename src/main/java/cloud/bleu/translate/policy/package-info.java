/**
 * Policies, waivers and namespaces as bound rules, and what a template may not say.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.translate.policy;
