/**
 * The catalogue of rules, and the answers that they give in one estate, each asked once.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.rules;
