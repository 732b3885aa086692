/**
 * What of the capacity of zones is taken, reserved for losses and promised while a plan is made,
 * and what each workload holds of it.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.placement.capacity;
