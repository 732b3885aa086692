package cloud.bleu.assess.manifest;

import cloud.bleu.assess.model.Place;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is kept of the objects when they were looked at: who names whom, and who selects whom. */
public final class Inventory {

  /** By a convention for annotations that people read. */
  private static final String OWNER = "a8r.io/owner";

  private static final Set<String> REPLICATED = Set.of("Deployment", "StatefulSet");

  private final List<Workload> workloads = new ArrayList<>();
  private final Map<String, String> shown = new HashMap<>();
  private final Map<String, TreeSet<String>> named = new TreeMap<>();

  /** By namespace. */
  private final Map<String, List<Selector>> services = new HashMap<>();

  private final Map<String, List<Selector>> budgets = new HashMap<>();

  /** Who names something, by what is named. */
  private final Map<String, List<String>> naming = new HashMap<>();

  private final Map<String, Integer> scaled = new HashMap<>();

  /** Who owns an object, by the object as it is shown. */
  private final Map<String, String> owners = new HashMap<>();

  /** What objects name of the cluster, by the object as it is shown. */
  private final Map<String, List<String>> classes = new HashMap<>();

  /**
   * One object with pods.
   *
   * @param replicas 1 where nothing is written, 0 for kinds without a number
   * @param replicasPlace where their number is, or would be
   * @param labels of its pods
   */
  public record Workload(
      String key,
      String namespace,
      Place place,
      int replicas,
      Place replicasPlace,
      JsonNode labels) {}

  private record Selector(String key, JsonNode selector) {}

  /** The paths of which {@link #add} asks for the line. */
  public static final String REPLICAS = "spec.replicas";

  /**
   * Keeps what is needed of an object.
   *
   * @param place of the object
   * @param replicas of its number of replicas
   */
  public void add(SeenObject object, Place place, Place replicas) {
    String key = References.key(object.kind(), object.namespace(), object.manifest().ref().name());
    shown.put(key, place.object());
    String owner = object.json().path("metadata").path("annotations").path(OWNER).asText();
    if (!owner.isBlank()) {
      owners.put(place.object(), owner);
    }
    TreeSet<String> names = new TreeSet<>();
    References.of(object).forEach(r -> names.add(r.key()));
    if (!names.isEmpty()) {
      named.computeIfAbsent(key, k -> new TreeSet<>()).addAll(names);
      names.forEach(n -> naming.computeIfAbsent(n, k -> new ArrayList<>()).add(place.object()));
    }
    List<String> ofCluster = References.ofCluster(object);
    if (!ofCluster.isEmpty()) {
      classes.put(place.object(), ofCluster);
    }
    JsonNode spec = object.json().path("spec");
    if (!object.select("$pod").isEmpty()) {
      int count = REPLICATED.contains(object.kind()) ? count(spec.path("replicas"), 1) : 0;
      workloads.add(new Workload(key, object.namespace(), place, count, replicas, labels(object)));
      return;
    }
    switch (object.kind()) {
      case "Service" -> {
        ObjectNode selector = JsonNodeFactory.instance.objectNode();
        if (spec.path("selector").isObject() && !spec.path("selector").isEmpty()) {
          selector.set("matchLabels", spec.path("selector"));
          add(services, object, new Selector(key, selector));
        }
      }
      case "PodDisruptionBudget" -> add(budgets, object, new Selector(key, spec.path("selector")));
      case "HorizontalPodAutoscaler" -> {
        JsonNode target = spec.path("scaleTargetRef");
        scaled.put(
            References.key(
                target.path("kind").asText(), object.namespace(), target.path("name").asText()),
            count(spec.path("minReplicas"), 1));
      }
      default -> {
        // Nothing else selects pods.
      }
    }
  }

  /**
   * A number as it is written, the nearest one of 32 bits where it has more: none of these is run.
   */
  public static int count(JsonNode written, int otherwise) {
    if (!written.isNumber() || written.canConvertToInt()) {
      return written.asInt(otherwise);
    }
    return written.asDouble() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
  }

  private static JsonNode labels(SeenObject object) {
    List<ObjectField> metadata = object.select("$meta");
    return metadata.isEmpty()
        ? JsonNodeFactory.instance.objectNode()
        : metadata.get(metadata.size() - 1).node().path("labels");
  }

  /** Who owns an object, as its annotation says; null where it says nothing. */
  public @Nullable String owner(String object) {
    return owners.get(object);
  }

  /** In the order of their places. */
  public List<Workload> workloads() {
    return workloads.stream().sorted(Comparator.comparing(Workload::place)).toList();
  }

  /** How many replicas there are at least: what scales a workload decides where there is one. */
  public int replicas(Workload workload) {
    return scaled.getOrDefault(workload.key(), workload.replicas());
  }

  /** Whether a PodDisruptionBudget selects its pods. */
  public boolean hasBudget(Workload workload) {
    return !selecting(budgets, workload).isEmpty();
  }

  /** What it names and nobody gave, in order. */
  public List<String> notSeen(Workload workload) {
    return named.getOrDefault(workload.key(), new TreeSet<>()).stream()
        .filter(name -> !shown.containsKey(name))
        .toList();
  }

  /**
   * What it names, the Services that select it and what leads to these, and the classes and volumes
   * of the cluster that these name; as they are shown.
   */
  public List<String> related(Workload workload) {
    TreeSet<String> related = new TreeSet<>();
    named.getOrDefault(workload.key(), new TreeSet<>()).stream()
        .filter(shown::containsKey)
        .forEach(name -> related.add(String.valueOf(shown.get(name))));
    for (Selector service : selecting(services, workload)) {
      related.add(String.valueOf(shown.get(service.key())));
      related.addAll(naming.getOrDefault(service.key(), List.of()));
    }
    related.add(workload.place().object());
    for (String one : List.copyOf(related)) {
      classes.getOrDefault(one, List.of()).stream()
          .filter(shown::containsKey)
          .forEach(name -> related.add(String.valueOf(shown.get(name))));
    }
    related.remove(workload.place().object());
    return List.copyOf(related);
  }

  private static void add(Map<String, List<Selector>> all, SeenObject object, Selector selector) {
    all.computeIfAbsent(object.namespace(), n -> new ArrayList<>()).add(selector);
  }

  private static List<Selector> selecting(Map<String, List<Selector>> all, Workload workload) {
    return all.getOrDefault(workload.namespace(), List.of()).stream()
        .filter(s -> References.selects(s.selector(), workload.labels()))
        .toList();
  }
}
