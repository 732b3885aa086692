/**
 * Why pods of a workload are not there or not ready, from what controllers, scheduler and kubelets
 * say of them. Pure.
 *
 * <p>It may import {@code affinity}, {@code credential}, {@code time} and nothing else of ours.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.fault;
