/**
 * The one writer of decisions: caches to estate to plan to ledger, then the news.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.pass;
