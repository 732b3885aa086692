/**
 * The target of zones that are in another cluster, which is reached directly: what a zone is to
 * hold is handed over to the threads of that cluster, one workload on one of them, so that nobody
 * waits for its server.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.member;
