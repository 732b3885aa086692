/**
 * Keeps watches of an API server alive: finds out that a connection is dead though nobody said so.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.apiserver.watch;
