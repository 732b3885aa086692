package cloud.bleu.translate.workload;

import cloud.bleu.placement.estate.Workload;
import cloud.bleu.translate.finding.Findings;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** PriorityClasses by name, with the two that every cluster has. */
public final class Priorities {
  private static final int CLUSTER_CRITICAL = 2_000_000_000;
  private static final int NODE_CRITICAL = 2_000_001_000;
  private static final int HIGHEST_OF_USERS = 1_000_000_000;

  private final TreeMap<String, Workload.Priority> classes = new TreeMap<>();
  private Workload.Priority byDefault = Workload.Priority.DEFAULT;

  /**
   * With the two classes of Kubernetes itself: system-cluster-critical and system-node-critical.
   */
  public Priorities() {
    classes.put("system-cluster-critical", new Workload.Priority(CLUSTER_CRITICAL, true));
    classes.put("system-node-critical", new Workload.Priority(NODE_CRITICAL, true));
  }

  /**
   * Reads a PriorityClass; one that Kubernetes would refuse is left out.
   *
   * @param findings takes what is wrong with it
   */
  public void add(PriorityClass object, Findings findings) {
    String name = object.getMetadata().getName();
    if (object.getValue() == null) {
      findings.block("value", "is missing", "a whole number", "give the priority");
      return;
    }
    int value = object.getValue();
    if (value > HIGHEST_OF_USERS && !name.startsWith("system-")) {
      findings.block(
          "value", "out of bounds: " + value, "up to " + HIGHEST_OF_USERS, "lower the priority");
      return;
    }
    String preemption =
        findings.oneOf(
            "preemptionPolicy",
            object.getPreemptionPolicy(),
            java.util.List.of("PreemptLowerPriority", "Never"));
    Workload.Priority priority = new Workload.Priority(value, !"Never".equals(preemption));
    classes.put(name, priority);
    if (Boolean.TRUE.equals(object.getGlobalDefault())) {
      byDefault = priority;
    }
  }

  /** Whether the classes of another cluster are the same. */
  boolean rankAs(Priorities other) {
    return classes.equals(other.classes) && byDefault.equals(other.byDefault);
  }

  /** The priority of a class; of none, the default of the cluster. */
  Workload.Priority of(@Nullable String name, String path, Findings findings) {
    if (name == null || name.isEmpty()) {
      return byDefault;
    }
    Workload.Priority priority = classes.get(name);
    if (priority == null) {
      findings.missing(path, "PriorityClass", name, classes.keySet());
      return byDefault;
    }
    return priority;
  }

  /**
   * The priority of a class that nobody was asked about: admission asks who may use the class of a
   * Deployment only where the namespace enforces. It lowers, and does not raise.
   *
   * @param path of the class
   * @param stated the field in which a class is asked about everywhere
   */
  Workload.Priority unasked(@Nullable String name, String path, String stated, Findings findings) {
    Workload.Priority priority = of(name, path, findings);
    if (priority.value() <= byDefault.value() && (byDefault.preempts() || !priority.preempts())) {
      return priority;
    }
    findings.note(
        path,
        "PriorityClass "
            + name
            + " of the Deployment does not raise the workload, because nobody is asked in this namespace whether they may use it",
        "name it in " + stated + ", or have the namespace enforce");
    return byDefault;
  }
}
