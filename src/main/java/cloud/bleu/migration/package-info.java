/**
 * MigrationPlan: what of a cluster it takes, what was found there, its waves, and its status.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.migration;
