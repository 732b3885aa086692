/**
 * What the last pass saw and decided, frozen for every controller, with the digests and dates
 * that it depends on.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.snapshot;
