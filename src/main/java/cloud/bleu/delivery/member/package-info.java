/**
 * The target of zones that are in another cluster, which is reached directly: what a zone is to
 * hold is handed over to the threads of that cluster, one workload on one of them, so that nobody
 * waits for its server.
 *
 * <p>It may import {@code affinity}, {@code api.v1alpha1}, {@code apiserver}, {@code
 * delivery.cluster}, {@code delivery.companion}, {@code delivery.gate}, {@code delivery.manifest},
 * {@code delivery.zone} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.delivery.member;
