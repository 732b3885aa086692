/**
 * What several rules reckon with: who holds and controls a provider, what a qualification is
 * worth, which endpoints are whose.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.rulekit;
