package cloud.bleu.fieldeffects;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.explain.Occupancy;
import cloud.bleu.status.Enforcement;
import cloud.bleu.status.ObservedChildren;
import cloud.bleu.status.PolicyStatus;
import cloud.bleu.status.ProviderStatus;
import cloud.bleu.status.WorkloadFacts;
import cloud.bleu.status.WorkloadStatus;
import cloud.bleu.status.ZoneStatus;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Views of what the engine decides and of the status that follows. */
final class Decided {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Decided() {}

  /** {@code a=2 b=1}: where the replicas go; what is missing after a dash. */
  static View zones(String workload) {
    return world -> zones(world.decision(workload));
  }

  private static String zones(Decision decision) {
    String placed =
        decision.assignments().stream()
            .filter(a -> a.replicas() > 0)
            .map(a -> a.zone() + "=" + a.replicas())
            .collect(Collectors.joining(" "));
    return decision.missing() == 0 ? placed : (placed + " -" + decision.missing()).strip();
  }

  /** The codes for which a zone takes nothing of web. */
  static View rejected(String zone) {
    return world ->
        world.decision("web").rejected().getOrDefault(zone, List.of()).stream()
            .map(Verdict::code)
            .distinct()
            .collect(Collectors.joining(" "));
  }

  /** Every zone that takes nothing of web, with the codes. */
  static View rejected() {
    return world -> {
      TreeMap<String, String> codes = new TreeMap<>();
      world
          .decision("web")
          .rejected()
          .forEach(
              (zone, verdicts) ->
                  codes.put(
                      zone,
                      verdicts.stream()
                          .map(Verdict::code)
                          .distinct()
                          .collect(Collectors.joining("+"))));
      return codes.entrySet().stream()
          .map(e -> e.getKey() + "=" + e.getValue())
          .collect(Collectors.joining(" "));
    };
  }

  /** The codes and actions of what is only warned of. */
  static View warnings() {
    return world ->
        world.decision("web").warnings().stream()
            .map(v -> v.action() + " " + v.code())
            .distinct()
            .collect(Collectors.joining(" "));
  }

  /** The codes of enforced rules that fail where web runs. */
  static View violations() {
    return world ->
        world.decision("web").violations().stream()
            .map(Verdict::code)
            .distinct()
            .collect(Collectors.joining(" "));
  }

  /** The code of the reason for which web is not placed as asked. */
  static View reason(String workload) {
    return world -> {
      Decision.Outcome outcome = world.decision(workload).outcome();
      return outcome instanceof Decision.Outcome.Unplaceable u
          ? u.reason().code()
          : outcome instanceof Decision.Outcome.PartlyPlaced p ? p.reason().code() : "";
    };
  }

  /** The losses that web survives. */
  static View tolerates() {
    return world ->
        world.decision("web").tolerates().stream()
            .filter(t -> t.count() > 0)
            .map(t -> t.count() + " " + t.scope().name() + (t.assumed() ? " (assumed)" : ""))
            .collect(Collectors.joining(", "));
  }

  /** {@code site s-a: a>b 1, keeps 2}: what is done at each loss. */
  static View contingency(String workload) {
    return world ->
        world.decision(workload).contingency().stream()
            .map(
                c ->
                    c.event()
                        + ": "
                        + c.moves().stream()
                            .map(m -> m.from() + ">" + m.to() + " " + m.replicas() + ", ")
                            .collect(Collectors.joining())
                        + c.evicts().stream()
                            .map(
                                e ->
                                    "evicts "
                                        + e.replicas()
                                        + " of "
                                        + e.workload()
                                        + " in "
                                        + e.zone()
                                        + ", ")
                            .collect(Collectors.joining())
                        + "keeps "
                        + c.keeps())
            .collect(Collectors.joining("; "));
  }

  /** Whether anything is wrong with the input, by a part of the message: that part or nothing. */
  static View problem(String part) {
    return world -> world.problems().contains(part) ? part : "";
  }

  /** A field of the status of a provider. */
  static View provider(String pointer) {
    return world -> {
      ApiObjects objects = world.objects();
      Estate estate = world.translation().estate();
      return text(
          ProviderStatus.of(
              named(objects.providers(), "acme"),
              estate.providers().get(0),
              List.of(),
              List.of(),
              estate,
              World.NOW),
          pointer);
    };
  }

  /** A field of the status of a zone. */
  static View zone(String name, String pointer) {
    return world -> {
      Estate estate = world.translation().estate();
      Plan plan = Planner.plan(estate);
      return text(
          ZoneStatus.of(
              named(world.objects().zones(), name),
              estate.zone(name),
              Occupancy.of(estate, plan.decisions()).get(name),
              estate,
              null,
              null,
              probes(named(world.objects().zones(), name)),
              World.NOW),
          pointer);
    };
  }

  private static List<AvailabilityZoneStatus.Probe> probes(AvailabilityZone zone) {
    return zone.getStatus() == null || zone.getStatus().health() == null
        ? List.of()
        : zone.getStatus().health().probes();
  }

  /** A field of the status of the policy p. */
  static View policy(String pointer) {
    return world -> {
      Estate estate = world.translation().estate();
      Plan plan = Planner.plan(estate);
      List<String> errors =
          world.translation().problems().stream()
              .filter(p -> p.blocking() && p.object().name().equals("p"))
              .map(p -> p.text())
              .toList();
      return text(
          PolicyStatus.of(
              named(world.objects().policies(), "p"),
              errors,
              estate,
              plan.decisions(),
              new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
              new TreeMap<>(),
              World.NOW),
          pointer);
    };
  }

  /** The message of a condition of a workload that is realised elsewhere. */
  static View external(String condition) {
    return world -> {
      BleuWorkload workload = named(world.objects().workloads(), "vm");
      JsonNode status =
          JSON.valueToTree(
              WorkloadStatus.of(
                  new WorkloadFacts(
                      workload,
                      1,
                      List.of(),
                      world.decision("vm"),
                      List.of(new cloud.bleu.api.v1alpha1.Assignment("a", 1, null, null)),
                      true,
                      new ObservedChildren(new TreeMap<>(), List.of(), true, false, true),
                      World.NOW)));
      for (JsonNode c : status.path("conditions")) {
        if (c.path("type").asText().equals(condition)) {
          return c.path("message").asText();
        }
      }
      return "";
    };
  }

  private static <T extends HasMetadata> T named(List<T> objects, String name) {
    return objects.stream()
        .filter(o -> o.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static String text(Object object, String pointer) {
    JsonNode node = JSON.valueToTree(object).at(pointer);
    return node.isValueNode() ? node.asText() : node.isMissingNode() ? "" : node.toString();
  }
}
