package cloud.bleu.apiserver;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Namespaces whose last answer was late, or is so far. */
public final class LateNamespaces {

  /** An answer that takes longer is a late one, also if it was waited for. */
  private static final Duration QUICK = Duration.ofMillis(500);

  /** Nobody asks for longer about a namespace: that its last answer was late is forgotten. */
  private static final Duration MEMORY = Duration.ofMinutes(10);

  /** With the instant since which that is known. */
  private final Map<String, Long> late = new HashMap<>();

  /** Whether the last answer in a namespace was late, or is so far. */
  public boolean contains(String namespace) {
    return late.containsKey(namespace);
  }

  /** No answer has come in time. */
  public void add(String namespace, long now) {
    late.put(namespace, now);
  }

  /** An answer has come: it is late or quick by what it took. */
  public void answered(String namespace, long sent, long ended) {
    if (ended - sent > QUICK.toNanos()) {
      late.put(namespace, ended);
    } else {
      late.remove(namespace);
    }
  }

  /** No answer has come so far: it is late once it takes longer than a quick one. */
  public void waited(String namespace, long sent, long now) {
    if (now - sent > QUICK.toNanos()) {
      late.put(namespace, now);
    }
  }

  /** Forgets what is known for too long. */
  public void forget(long now) {
    late.values().removeIf(since -> now - since > MEMORY.toNanos());
  }
}
