/**
 * Canonical JSON, digests and the engine's records as trees: what is hashed.
 *
 * <p>Which packages it may import: the table of docs/architecture.md, held by
 * PackageDirectionsTest.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.evidence.record;
