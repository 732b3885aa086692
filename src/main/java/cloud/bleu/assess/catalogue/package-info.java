/**
 * What is looked for, as data: findings, host names, removed versions of APIs.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.assess.catalogue;
