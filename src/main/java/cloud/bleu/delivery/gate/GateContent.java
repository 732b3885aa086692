package cloud.bleu.delivery.gate;

import cloud.bleu.admission.AdmittedContents;
import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Assigned;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Child;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Pods;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Replica;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Zone;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.manifest.ChildName;
import cloud.bleu.delivery.manifest.Fingerprint;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a PlacementGate says. Pure, and the same for the same decisions, so that a gate is written
 * only when something else may be bound.
 *
 * @param covered workloads of which the decision is in it
 * @param leftOut workloads that found no room in it, the latest decisions first
 */
public record GateContent(PlacementGateSpec spec, Set<String> covered, Set<String> leftOut) {

  /**
   * Pods that others create.
   *
   * @param selectors which pods, by name of the workload that constrains them
   * @param assigned the zones of those that have one
   */
  public record Others(Map<String, LabelSelector> selectors, Map<String, Assigned> assigned) {

    /** There are none. */
    public static final Others NONE = new Others(Map.of(), Map.of());
  }

  /**
   * The gate of a namespace whose pods all come from children, of whose contents nothing is said.
   */
  public static GateContent of(
      Map<String, WorkloadPlacementSpec> decided,
      Set<String> waiting,
      Map<String, Map<String, String>> selectors,
      @Nullable PlacementGateSpec before) {
    return of(decided, waiting, selectors, AdmittedContents.FREE, Others.NONE, before);
  }

  /**
   * The gate of one namespace.
   *
   * @param decided decisions of workloads that have pods here, by name of the workload
   * @param waiting workloads with a decision that nothing may act on yet: of them stays what was
   * @param selectors node selectors of the zones that are known, by zone
   * @param before the gate as it is written, null when there is none
   */
  public static GateContent of(
      Map<String, WorkloadPlacementSpec> decided,
      Set<String> waiting,
      Map<String, Map<String, String>> selectors,
      AdmittedContents contents,
      Others others,
      @Nullable PlacementGateSpec before) {
    return new Builder(selectors, contents, others, before).build(decided, waiting);
  }

  private static final class Builder {
    private final Map<String, Map<String, String>> selectors;
    private final AdmittedContents contents;
    private final Others others;
    private final @Nullable PlacementGateSpec before;
    private final WrittenGate standing;
    private final Map<String, Zone> zones = new TreeMap<>();
    private final Map<String, Child> children = new TreeMap<>();
    private final Map<String, Pods> pods = new TreeMap<>();
    private final Map<String, Assigned> assigned = new TreeMap<>();
    private final Map<String, Images> images = new TreeMap<>();
    private final Map<String, Replica> replicas = new TreeMap<>();

    Builder(
        Map<String, Map<String, String>> selectors,
        AdmittedContents contents,
        Others others,
        @Nullable PlacementGateSpec before) {
      this.selectors = selectors;
      this.contents = contents;
      this.others = others;
      this.before = before;
      this.standing = new WrittenGate(before);
    }

    GateContent build(Map<String, WorkloadPlacementSpec> decided, Set<String> waiting) {
      if (before != null) {
        keep(before, waiting);
      }
      // The oldest first: a decision that had room keeps it.
      List<Map.Entry<String, WorkloadPlacementSpec>> inOrder = new ArrayList<>(decided.entrySet());
      inOrder.sort(
          Comparator.comparingLong(
                  (Map.Entry<String, WorkloadPlacementSpec> e) -> sequence(e.getValue()))
              .thenComparing(Map.Entry::getKey));
      Set<String> covered = new TreeSet<>();
      Set<String> leftOut = new TreeSet<>();
      long sequence = decided.isEmpty() || !waiting.isEmpty() ? standing.sequence() : 0;
      for (Map.Entry<String, WorkloadPlacementSpec> e : inOrder) {
        if (!add(e.getKey(), e.getValue().assignments())) {
          leftOut.add(e.getKey());
          continue;
        }
        covered.add(e.getKey());
        sequence = Math.max(sequence, sequence(e.getValue()));
      }
      undecided();
      return new GateContent(
          new PlacementGateSpec(
              Math.max(1, sequence), zones, children, pods, assigned, images, claims(), replicas),
          covered,
          leftOut);
    }

    /** What a workload without a decision selects is not let in on the decision of another. */
    private void undecided() {
      new TreeMap<>(others.selectors())
          .forEach(
              (workload, selector) -> {
                if (pods.size() < PlacementGateSpec.CHILDREN) {
                  pods.putIfAbsent(workload, Pods.undecided(selector));
                }
              });
    }

    private @Nullable Claims claims() {
      return contents.claims() == null && contents.claimsUnread()
          ? standing.claims()
          : contents.claims();
    }

    /** What is said of workloads on whose decision nothing may act yet. */
    private void keep(PlacementGateSpec gate, Set<String> waiting) {
      gate.children()
          .forEach(
              (name, child) -> {
                if (waiting.contains(child.workload())) {
                  add(name, child);
                  keepImages(gate, child.images());
                }
              });
      gate.pods()
          .forEach(
              (name, entry) -> {
                if (waiting.contains(name)) {
                  pods.put(name, entry);
                  keepImages(gate, entry.images());
                }
              });
      gate.replicas()
          .forEach(
              (name, replica) -> {
                if (waiting.contains(name)) {
                  replicas.put(name, replica);
                }
              });
      gate.assigned()
          .forEach(
              (pod, to) -> {
                if (waiting.contains(to.workload()) && zone(to.zone())) {
                  assigned.put(pod, to);
                }
              });
    }

    private void keepImages(PlacementGateSpec gate, List<String> names) {
      for (String name : names) {
        Images statement = gate.images().get(name);
        if (statement != null) {
          images.put(name, statement);
        }
      }
    }

    /** Adds a workload as a whole; false when there is no room for it. */
    private boolean add(String workload, List<Assignment> assignments) {
      LabelSelector selector = others.selectors().get(workload);
      Map<String, Assigned> own = new TreeMap<>();
      others
          .assigned()
          .forEach(
              (pod, to) -> {
                if (to.workload().equals(workload)) {
                  own.put(pod, to);
                }
              });
      int more = selector == null ? assignments.size() : own.size();
      if (children.size() + assigned.size() + more > PlacementGateSpec.CHILDREN) {
        return false;
      }
      Map<String, Images> known = new TreeMap<>(images);
      Set<String> all = new TreeSet<>();
      boolean claimsOnly = false;
      List<Child> found = new ArrayList<>();
      for (Assignment a : assignments) {
        if (a.replicas() > 0) {
          List<String> names = statements(workload, a.zone(), known);
          all.addAll(names);
          boolean bound = claimsOnly(workload, a.zone());
          claimsOnly |= bound;
          found.add(new Child(workload, a.zone(), names, bound ? true : null));
        }
      }
      if (known.size() > PlacementGateSpec.IMAGES || all.size() > PlacementGateSpec.STATEMENTS) {
        return false;
      }
      images.putAll(known);
      Map<String, String> requests = contents.requests().get(workload);
      Replica replica =
          requests != null && !requests.isEmpty()
              ? new Replica(requests)
              : standing.replica(workload);
      if (replica != null && !found.isEmpty()) {
        replicas.put(workload, replica);
      }
      if (selector == null) {
        found.forEach(c -> add(ChildName.of(workload, c.zone()), c));
        return true;
      }
      // Without a zone nothing is known of what its images and volumes have to be.
      pods.put(
          workload,
          found.isEmpty()
              ? Pods.undecided(selector)
              : new Pods(selector, List.copyOf(all), claimsOnly ? true : null));
      found.forEach(c -> zone(c.zone()));
      own.forEach(
          (pod, to) -> {
            if (zone(to.zone())) {
              assigned.put(pod, to);
            }
          });
      return true;
    }

    /** The names of what holds for the images of a workload in a zone. */
    private List<String> statements(String workload, String zone, Map<String, Images> known) {
      Set<String> names = new TreeSet<>();
      for (Images statement : contents.images(workload, zone)) {
        String name =
            Fingerprint.of(statement.registries() + " " + statement.digest()).substring(0, 12);
        known.put(name, statement);
        names.add(name);
      }
      if (contents.unread().contains(workload)) {
        Map<String, Images> held = standing.images(workload, zone);
        known.putAll(held);
        names.addAll(held.keySet());
      }
      return List.copyOf(names);
    }

    /**
     * Whether pods of a workload in a zone are kept to claims; what is not known stays as it is.
     */
    private boolean claimsOnly(String workload, String zone) {
      return contents.isClaimsOnly(workload, zone)
          || contents.unread().contains(workload) && standing.isClaimsOnly(workload, zone);
    }

    private void add(String name, Child child) {
      if (zone(child.zone())) {
        children.put(name, child);
      }
    }

    /** Adds a zone. One whose object is gone keeps the selector that its pods were created with. */
    private boolean zone(String name) {
      Map<String, String> selector = selectors.get(name);
      Zone zone = selector != null ? new Zone(new TreeMap<>(selector)) : standing.zone(name);
      if (zone != null) {
        zones.put(name, zone);
      }
      return zone != null;
    }

    private static long sequence(WorkloadPlacementSpec spec) {
      return spec.decision() == null || spec.decision().sequence() == null
          ? 0
          : spec.decision().sequence();
    }
  }
}
