package cloud.bleu.placement.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Namespace and name of a workload; ordered by the UTF-8 bytes of {@code namespace/name}, which is
 * the last tie of every order in the engine.
 */
public record WorkloadId(String namespace, String name) implements Comparable<WorkloadId> {

  @Override
  public int compareTo(WorkloadId other) {
    int length = length();
    int otherLength = other.length();
    int same = namespace.equals(other.namespace) ? namespace.length() : 0;
    for (int i = same; i < Math.min(length, otherLength); i++) {
      char here = at(i);
      char there = other.at(i);
      if (Character.isSurrogate(here) || Character.isSurrogate(there)) {
        return compareBytes(other);
      }
      if (here != there) {
        return here - there;
      }
    }
    return length - otherLength;
  }

  private int length() {
    return namespace.length() + 1 + name.length();
  }

  private char at(int i) {
    int after = i - namespace.length();
    return after < 0 ? namespace.charAt(i) : after == 0 ? '/' : name.charAt(after - 1);
  }

  /** UTF-16 and UTF-8 order the same but for surrogates. */
  private int compareBytes(WorkloadId other) {
    return Arrays.compareUnsigned(
        toString().getBytes(StandardCharsets.UTF_8),
        other.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }

  /** As a record does it by itself, but in code that the first compiler of the JVM inlines. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof WorkloadId that
            && Objects.equals(namespace, that.namespace)
            && Objects.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hashCode(namespace) + Objects.hashCode(name);
  }
}
