/**
 * Writes to the API server that others can refuse or delay: whom a refusal concerns, and when the
 * write is tried again.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver;
