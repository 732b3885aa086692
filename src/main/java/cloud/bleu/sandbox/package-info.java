/**
 * A place to try things: an API server inside the JVM with a simulated cluster, and real
 * control-plane processes.
 */
@org.jspecify.annotations.NullMarked
package cloud.bleu.sandbox;
