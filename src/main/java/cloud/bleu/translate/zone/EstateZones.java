package cloud.bleu.translate.zone;

import cloud.bleu.affinity.NodeSelectors;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneSpec.Target;
import cloud.bleu.placement.estate.PartitionDetection;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.KnownNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The zones of an estate together: each is read by itself, then what they say of one another and of
 * their providers is looked at.
 */
public final class EstateZones {
  private final NodesOfZones nodes;
  private final Instant now;
  private final ObservedState observed;
  private final DrilledZones drilled;

  /**
   * @param nodes of this cluster and of others, as zones see them
   * @param observed what was seen of zones before
   * @param drilled zones that live drills have left
   */
  public EstateZones(
      NodesOfZones nodes, Instant now, ObservedState observed, DrilledZones drilled) {
    this.drilled = drilled;
    this.nodes = nodes;
    this.now = now;
    this.observed = observed;
  }

  /**
   * The zones that have a place, by name.
   *
   * @param providers that the zones may name
   * @param placements in force
   * @param finding takes what is wrong with an object
   */
  public Map<String, Zone> translate(
      List<AvailabilityZone> objects,
      Map<String, Provider> providers,
      Collection<Placement> placements,
      Function<HasMetadata, Findings> finding) {
    Map<String, Zone> zones = new TreeMap<>();
    Map<String, String> owners = new HashMap<>();
    List<AvailabilityZone> before = new ArrayList<>();
    ZoneTranslator translator =
        new ZoneTranslator(nodes, now, observed, Placement.zones(placements));
    for (AvailabilityZone object : objects) {
      Findings findings = finding.apply(object);
      if (object.getSpec() != null) {
        references(object, providers, findings);
        overlaps(object, owners, findings);
        overlapsElsewhere(object, before, findings);
        sharesEngine(object, before, findings);
        before.add(object);
      }
      Zone zone = translator.translate(object, findings);
      if (zone != null) {
        zones.putIfAbsent(zone.name(), zone);
      }
    }
    unasked(objects, finding);
    afterDoubt(objects, zones);
    new ProbeSilence(objects, observed, now).in(zones);
    Zone.Drill drill = drilled.underWay(zones.values());
    if (drill != null) {
      for (AvailabilityZone object : objects) {
        zones.computeIfPresent(
            object.getMetadata().getName(),
            (name, zone) ->
                drilled.names().contains(name)
                    ? translator.left(object, zone, drill, finding.apply(object))
                    : zone);
      }
    }
    return zones;
  }

  /** Says once for all zones that nobody asked for the way there. */
  private void unasked(List<AvailabilityZone> objects, Function<HasMetadata, Findings> finding) {
    ZoneDelivery ways = new ZoneDelivery(observed.contacts(), observed.last());
    List<AvailabilityZone> some = objects.stream().filter(ways::isUnasked).toList();
    if (!some.isEmpty()) {
      List<String> names = some.stream().map(zone -> zone.getMetadata().getName()).toList();
      finding
          .apply(some.get(0))
          .note(
              "spec.target",
              "nobody asked whether these zones are reachable, so they count as if they were: "
                  + KnownNames.shown(names),
              "see TargetReachable of each on the hub");
    }
  }

  /**
   * When zones that were silent together answer again, they do so one after the other. What is
   * still silent then counts from now on: the moment before, its silence proved nothing.
   */
  private void afterDoubt(List<AvailabilityZone> objects, Map<String, Zone> zones) {
    if (PartitionDetection.doubt(List.copyOf(zones.values())) != null) {
      return;
    }
    for (AvailabilityZone object : objects) {
      Zone zone = zones.get(object.getMetadata().getName());
      if (zone != null && zone.health().silentSince() != null && RecordedHealth.doubted(object)) {
        zones.put(
            zone.name(), zone.withHealth(zone.state(), zone.stateSince(), zone.health().from(now)));
      }
    }
  }

  private static void references(
      AvailabilityZone object, Map<String, Provider> providers, Findings findings) {
    String name = object.getSpec().provider();
    Provider provider = name == null ? null : providers.get(name);
    if (name != null && provider == null) {
      findings.missing("spec.provider", "CloudProvider", name, providers.keySet());
    }
    if (provider != null) {
      List<String> known = provider.offerings().stream().map(Provider.Offering::name).toList();
      int i = 0;
      for (String offering : object.getSpec().offerings()) {
        String path = FieldPath.item("spec.offerings", i++);
        if (!known.contains(offering)) {
          findings.dangling(path, "offering of " + name, offering, known);
        }
      }
    }
  }

  /**
   * Nodes of another cluster may not be seen, or not yet be there, so two zones of it have to
   * exclude each other by what they ask for: one label of which they ask another value.
   */
  private static void overlapsElsewhere(
      AvailabilityZone object, List<AvailabilityZone> before, Findings findings) {
    Target target = object.getSpec().target();
    String cluster = target == null ? null : target.directCluster();
    if (target == null || cluster == null) {
      return;
    }
    for (AvailabilityZone other : before) {
      Target theirs = other.getSpec().target();
      if (theirs != null
          && cluster.equals(theirs.directCluster())
          && !NodeSelectors.exclude(target.nodeSelector(), theirs.nodeSelector())) {
        findings.block(
            "spec.target",
            "nodes of this cluster may belong to zone "
                + other.getMetadata().getName()
                + " as well",
            null,
            "ask in both zones for another value of one label, in spec.target.nodeSelector");
        return;
      }
    }
  }

  /**
   * An engine brings a number of replicas to a cluster, and says nothing of its nodes: two zones of
   * one could not be told apart.
   */
  private static void sharesEngine(
      AvailabilityZone object, List<AvailabilityZone> before, Findings findings) {
    Target target = object.getSpec().target();
    for (AvailabilityZone other : before) {
      Target theirs = other.getSpec().target();
      if (target == null || theirs == null) {
        continue;
      }
      boolean karmada = target.karmada() != null && target.karmada().equals(theirs.karmada());
      boolean managed =
          target.openClusterManagement() != null
              && target.openClusterManagement().equals(theirs.openClusterManagement());
      if (karmada || managed) {
        findings.block(
            karmada
                ? "spec.target.karmada.cluster"
                : "spec.target.openClusterManagement.managedCluster",
            "zone "
                + other.getMetadata().getName()
                + (karmada
                    ? " is this cluster of Karmada as well"
                    : " is this ManagedCluster as well"),
            null,
            "declare one zone for each cluster; to tell nodes of one apart, use"
                + " spec.target.cluster with a nodeSelector");
        return;
      }
    }
  }

  /** A node belongs to one zone: two that count it would sell its room twice. */
  private void overlaps(AvailabilityZone object, Map<String, String> owners, Findings findings) {
    String zone = object.getMetadata().getName();
    if (object.getSpec().capacity() == null && nodes.withRoom(object).isEmpty()) {
      noRoom(object, findings);
    }
    if (object.getSpec().target() == null || object.getSpec().target().elsewhere()) {
      return;
    }
    for (Node node : nodes.of(object)) {
      String other = owners.putIfAbsent(node.getMetadata().getName(), zone);
      if (other != null) {
        findings.block(
            "spec.target.nodeSelector",
            "node " + node.getMetadata().getName() + " belongs to zone " + other + " as well",
            null,
            "make the selectors of the two zones exclude each other");
        return;
      }
    }
  }

  private void noRoom(AvailabilityZone object, Findings findings) {
    Target target = object.getSpec().target();
    if (target == null || !target.elsewhere()) {
      findings.note(
          "spec.target.nodeSelector",
          "no node matches and no capacity is declared, so nothing fits here",
          "label the nodes, or state spec.capacity");
    } else if (nodes.cluster(object) != null) {
      findings.note(
          "spec.target",
          "its cluster has no such node that takes pods of anybody and no capacity is declared, so"
              + " nothing fits here",
          "add nodes, correct spec.target.nodeSelector, or state spec.capacity");
    } else if (target.reachedDirectly()) {
      findings.note(
          "spec.capacity",
          "the nodes of its cluster are not seen and no capacity is declared, so there is no more"
              + " room here than was seen last",
          "grant the operator list and watch on nodes and pods there, or state spec.capacity");
    } else if (nodes.reported(object) != null) {
      findings.note(
          "spec.capacity",
          "no capacity is declared, so the room is what the engine reports of the cluster; how"
              + " large its largest node is is not known, and a replica that fits none waits there",
          "state spec.capacity with largestNode if replicas may be larger than a node");
    } else {
      findings.note(
          "spec.capacity",
          "no capacity is declared, and what the engine reports of the cluster is not seen, so"
              + " there is no more room here than was seen last",
          "see TargetReachable of the zone, or state spec.capacity");
    }
  }
}
