package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.pod.PodRequests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Drafts a BleuWorkload for each workload that was assessed. */
public final class WorkloadDrafts {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String CPU = "cpu";
  private static final String MEMORY = "memory";
  private static final ObjectRef NOBODY = new ObjectRef("Pod", null, "");
  private static final String OURS = "placement.bleu.cloud";

  /** More than any cluster runs of one workload. */
  private static final int MOST_REPLICAS = 100_000;

  /** What stands for a container of which nobody says what it needs: 100m and 128Mi. */
  private static final Map<String, Long> GUESSED = Map.of(CPU, 100L, MEMORY, 128L << 20);

  private final Inventory inventory;
  private final DraftRequirements requirements;
  private final CompanionDraft companions;
  private final DraftBasis basis;
  private final List<WorkloadDraft> drafts = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final Set<WorkloadId> taken = new HashSet<>();
  private final Map<String, Inventory.Workload> workloads = new HashMap<>();

  private WorkloadDrafts(Inventory inventory, DependencyGraph graph, DraftBasis basis) {
    this.inventory = inventory;
    this.basis = basis;
    requirements = new DraftRequirements(graph, basis);
    companions = new CompanionDraft(inventory, graph, basis.isElsewhere());
    inventory.workloads().forEach(w -> workloads.put(w.place().object(), w));
  }

  /**
   * What was drafted.
   *
   * @param drafts in the order of the manifests
   * @param left what has no draft, and why
   * @param isStated whether somebody states which data they handle
   */
  public record Result(List<WorkloadDraft> drafts, List<String> left, boolean isStated) {
    public Result {
      drafts = List.copyOf(drafts);
      left = List.copyOf(left);
    }

    /** Why a workload has no draft, and what to do. */
    public String reason(String workload) {
      String begin = workload + ": ";
      return left.stream()
          .filter(l -> l.startsWith(begin))
          .map(l -> l.substring(begin.length()))
          .findFirst()
          .orElse("nothing of it can be drafted; write a BleuWorkload for it");
    }
  }

  /**
   * Drafts for what runs somewhere today.
   *
   * @param manifests of which those with pods are drafted
   * @param inventory of the same manifests
   * @param graph of the same manifests
   * @param basis what is said of all of them
   */
  public static Result of(
      List<Manifest> manifests, Inventory inventory, DependencyGraph graph, DraftBasis basis) {
    WorkloadDrafts all = new WorkloadDrafts(inventory, graph, basis);
    Set<String> seen = new HashSet<>();
    for (Manifest manifest : manifests) {
      SeenObject object = new SeenObject(manifest);
      if (!object.isOwned()
          && !object.group().equals(OURS)
          && !object.select("$pod").isEmpty()
          && seen.add(object.name())) {
        all.draft(object);
      }
    }
    return new Result(all.drafts, all.left, !basis.dataClasses().isEmpty());
  }

  private void draft(SeenObject object) {
    Inventory.Workload workload = workloads.get(object.name());
    if (workload == null) {
      return;
    }
    if (!WorkloadDraft.isNamed(object.namespace(), object.manifest().ref().name())) {
      left.add(
          object.name()
              + ": its name or namespace is none that the API server takes; use lower-case letters,"
              + " digits and dashes");
      return;
    }
    if (object.kind().equals("DaemonSet")) {
      left.add(object.name() + ": one pod on each node goes where the nodes are; apply it there");
      return;
    }
    JsonNode pod = object.select("$pod").get(0).node();
    Quantities requests = requests(pod);
    boolean stated = requests.get(CPU) > 0 && requests.get(MEMORY) > 0;
    boolean takesOver = object.kind().equals("Deployment") && requests.amounts().size() > 1;
    if (!takesOver && workload.labels().isEmpty()) {
      left.add(object.name() + ": its pods have no labels to select them by; give them one");
      return;
    }
    int replicas = replicas(object, workload);
    if (replicas < 0 || replicas > MOST_REPLICAS) {
      left.add(
          object.name()
              + ": "
              + replicas
              + " replicas are not between 0 and "
              + MOST_REPLICAS
              + "; write as many as run");
      return;
    }
    DraftText text = new DraftText();
    text.comment(
        0, "Drafted by `bleu assess --write` on " + basis.today() + " from " + object.name());
    text.comment(0, "in " + workload.place().position() + ". Check each line marked GUESS.");
    WorkloadId id = id(object);
    text.object("BleuWorkload", id.namespace(), id.name()).key("spec");
    if (!isCounted(object, workload)) {
      text.guess(2, "no number of replicas; room is kept for as many pods as run at once");
    }
    text.yaml(2, Map.of("replicas", replicas));
    Quantities each = requests;
    if (takesOver) {
      takeOver(text, object.manifest().ref().name(), stated);
      companions.write(text, object, workload);
    } else {
      each = pods(text, object, workload, requests, pod.path("containers").size());
    }
    requirements.write(text, object.name());
    drafts.add(
        new WorkloadDraft(object.name(), id, text.text(), each.times(replicas), text.guesses()));
  }

  private WorkloadId id(SeenObject object) {
    String name = object.manifest().ref().name();
    WorkloadId id = new WorkloadId(object.namespace(), name);
    if (taken.add(id)) {
      return id;
    }
    WorkloadId other =
        new WorkloadId(object.namespace(), name + "-" + object.kind().toLowerCase(Locale.ROOT));
    taken.add(other);
    return other;
  }

  private int replicas(SeenObject object, Inventory.Workload workload) {
    if (isCounted(object, workload)) {
      return inventory.replicas(workload);
    }
    int parallel = Inventory.count(object.json().path("spec").path("parallelism"), 1);
    return parallel == 0 ? 1 : parallel;
  }

  private boolean isCounted(SeenObject object, Inventory.Workload workload) {
    return inventory.replicas(workload) != 0 || object.json().path("spec").has("replicas");
  }

  private static void takeOver(DraftText text, String name, boolean stated) {
    text.comment(2, "Takes the Deployment over: it is scaled to 0 once the new replicas are");
    text.comment(2, "available, and gets its replicas back when this object is deleted.");
    if (!stated) {
      text.guess(
          2, "not every request for cpu and memory is stated; state them, room is kept by them");
    }
    Map<String, Object> ref = new LinkedHashMap<>();
    ref.put("name", name);
    ref.put("scaleDown", "OnSuccess");
    text.yaml(2, Map.of("workload", Map.of("deploymentRef", ref)));
  }

  /** Of pods that something else creates, be it for its kind or for the want of requests. */
  private static Quantities pods(
      DraftText text,
      SeenObject object,
      Inventory.Workload workload,
      Quantities requests,
      int containers) {
    if (object.kind().equals("Deployment")) {
      text.guess(
          2,
          "no container states requests; state them in the Deployment, then write deploymentRef in"
              + " place of pods");
    } else {
      text.comment(
          2, "The " + object.kind() + " still creates the pods; docs/pods.md says what decides.");
    }
    TreeMap<String, Long> asked = new TreeMap<>();
    for (String resource : List.of(CPU, MEMORY)) {
      long amount = requests.get(resource);
      if (amount == 0) {
        text.guess(2, "no request for " + resource + " is stated; measure it");
        amount = GUESSED.getOrDefault(resource, 0L) * Math.max(1, containers);
      }
      asked.put(resource, amount);
    }
    Map<String, String> labels = new TreeMap<>();
    workload.labels().properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
    Map<String, Object> pods = new LinkedHashMap<>();
    pods.put("selector", Map.of("matchLabels", labels));
    pods.put("requests", new Quantities(asked).texts());
    text.yaml(2, Map.of("workload", Map.of("pods", pods)));
    return new Quantities(asked);
  }

  private static Quantities requests(JsonNode pod) {
    Map<?, ?> spec = MAPPER.convertValue(pod, Map.class);
    return PodRequests.of(spec, "", new Findings(NOBODY, new ArrayList<>(), new ArrayList<>()));
  }
}
