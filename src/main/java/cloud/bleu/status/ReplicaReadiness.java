package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.status.fault.PodFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Replicas that are not as decided yet, with the reason of those who know it. */
final class ReplicaReadiness {

  /** Faults that a message lists before it says that there are more. */
  private static final int LISTED = 3;

  /** Zones that a message names before it says how many more there are. */
  private static final int NAMED = 12;

  private ReplicaReadiness() {}

  /** The first names, and how many more there are: {@code status.zones} has each. */
  static String named(Collection<String> zones) {
    String first = zones.stream().limit(NAMED).collect(Collectors.joining(", "));
    return zones.size() <= NAMED ? first : first + " and " + (zones.size() - NAMED) + " more zones";
  }

  /** Fewer replicas are ready in some zones than are decided. */
  static Cause notReady(SortedSet<String> zones, SortedMap<String, PodFault> faults) {
    return because("ReplicasNotReady", "not every replica is ready in " + named(zones), faults);
  }

  /** Enough are ready, but not those of the last decision and template. */
  static Cause rollingOut(SortedMap<String, PodFault> faults) {
    return because(
        "RollingOut", "the objects in the zones are on their way to the decision", faults);
  }

  /** That some zones keep the template that they have; empty where none does. */
  static String paused(BleuWorkload workload, SortedSet<String> zones) {
    return zones.isEmpty()
        ? ""
        : "; Deployment "
            + workload.getSpec().workload().template()
            + " is paused, so what runs in "
            + named(zones)
            + " keeps its template: resume it to roll out the new one";
  }

  /** A fact with the faults behind it, the first of which is the reason. */
  static Cause because(String code, String fact, SortedMap<String, PodFault> faults) {
    return faults.isEmpty()
        ? Cause.no(code, fact)
        : Cause.no(
            faults.values().stream().min(PodFault::compareTo).orElseThrow().code(),
            fact + "; " + told(faults));
  }

  /** Each fault with its zones: {@code in fr-a, fr-b: pods are not scheduled: Insufficient cpu}. */
  static String told(SortedMap<String, PodFault> faults) {
    TreeMap<PodFault, List<String>> zones = new TreeMap<>();
    faults.forEach((zone, fault) -> zones.computeIfAbsent(fault, f -> new ArrayList<>()).add(zone));
    List<String> told = new ArrayList<>();
    for (Map.Entry<PodFault, List<String>> e : zones.entrySet()) {
      told.add("in " + named(e.getValue()) + ": " + e.getKey().message());
    }
    return String.join("; ", told.subList(0, Math.min(LISTED, told.size())))
        + (told.size() > LISTED ? "; and others elsewhere" : "");
  }
}
