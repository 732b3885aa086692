/**
 * Why pods of a workload are not there or not ready, from what controllers, scheduler and kubelets
 * say of them. Pure.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.status.fault;
