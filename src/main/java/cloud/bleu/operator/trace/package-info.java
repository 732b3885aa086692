/**
 * Traces of the way from a change to what is written for it, by OpenTelemetry. Off unless asked
 * for; nobody else knows that library.
 *
 * <p>It may import what the table of docs/architecture.md says; {@code PackageDirectionsTest} holds
 * it.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.operator.trace;
