package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.DependencyGraph;
import cloud.bleu.assess.manifest.Inventory;
import cloud.bleu.assess.manifest.References;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.policy.GovernedNamespaces;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What runs today, copied into namespaces of its own to be taken over there by the same drafts. No
 * name that is known leads from it to production, and no address outside leads to it.
 */
public final class RehearsalDraft {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String POLICY = "secnumcloud-preparation.yaml";
  private static final String REHEARSAL = "rehearsal";
  private static final Set<String> COPIED =
      Set.of("ConfigMap", "ServiceAccount", "PersistentVolumeClaim", "Service");

  private final Map<String, SeenObject> objects = new HashMap<>();
  private final Inventory inventory;
  private final RehearsalNames names;
  private final RehearsalCopy copies;

  /** By the namespace of the rehearsal. */
  private final SortedMap<String, List<ObjectNode>> copied = new TreeMap<>();

  private final SortedMap<String, SortedSet<String>> missing = new TreeMap<>();
  private final Set<String> done = new HashSet<>();
  private final List<String> left = new ArrayList<>();

  private RehearsalDraft(
      List<Manifest> manifests,
      Inventory inventory,
      DependencyGraph graph,
      SortedSet<String> namespaces,
      int replicas) {
    this.inventory = inventory;
    List<String> services = new ArrayList<>();
    for (Manifest manifest : manifests) {
      SeenObject object = new SeenObject(manifest);
      objects.putIfAbsent(key(object), object);
      if (object.kind().equals("Service")) {
        services.add(object.namespace() + "/" + manifest.ref().name());
      }
    }
    names = new RehearsalNames(namespaces, graph, services);
    copies = new RehearsalCopy(names, replicas);
  }

  /**
   * Copies what is drafted.
   *
   * @param manifests of today
   * @param inventory of the same manifests
   * @param graph of the same manifests
   * @param drafts of the same manifests
   * @param replicas of each copy
   */
  public static RehearsalDraft of(
      List<Manifest> manifests,
      Inventory inventory,
      DependencyGraph graph,
      List<WorkloadDraft> drafts,
      int replicas) {
    SortedSet<String> namespaces = NamespaceDraft.of(drafts);
    namespaces.removeIf(n -> !RehearsalNames.takes(n));
    RehearsalDraft rehearsal =
        new RehearsalDraft(manifests, inventory, graph, namespaces, replicas);
    Map<String, Inventory.Workload> workloads = new HashMap<>();
    inventory.workloads().forEach(w -> workloads.put(w.place().object(), w));
    for (WorkloadDraft draft : drafts) {
      Inventory.Workload workload = Objects.requireNonNull(workloads.get(draft.of()));
      SeenObject object = Objects.requireNonNull(rehearsal.objects.get(workload.key()));
      if (!namespaces.contains(draft.id().namespace())) {
        rehearsal.left.add(
            draft.of()
                + ": its namespace is one of a rehearsal, or too long to have "
                + RehearsalNames.SUFFIX
                + " behind it");
      } else if (!RehearsalCopy.copies(object.kind())) {
        rehearsal.left.add(draft.of() + ": nothing that can be copied makes its pods");
      } else {
        rehearsal.add(object, workload);
      }
    }
    return rehearsal;
  }

  private static String key(SeenObject object) {
    return References.key(object.kind(), object.namespace(), object.manifest().ref().name());
  }

  private void add(SeenObject object, Inventory.Workload workload) {
    SortedSet<String> needed = new TreeSet<>();
    References.of(object).forEach(r -> needed.add(r.key()));
    inventory.related(workload).stream().filter(r -> r.startsWith("Service ")).forEach(needed::add);
    String namespace = names.namespace(object.namespace());
    for (String key : needed) {
      SeenObject one = objects.get(key);
      if (one != null && COPIED.contains(one.kind())) {
        copy(namespace, key, one);
      } else {
        missing
            .computeIfAbsent(namespace, n -> new TreeSet<>())
            .add(key.substring(0, key.indexOf(' ')) + " " + key.substring(key.indexOf('/') + 1));
      }
    }
    copy(namespace, workload.key(), object);
  }

  private void copy(String namespace, String key, SeenObject object) {
    ObjectNode copy = copies.of(object);
    if (copy != null && done.add(key)) {
      copied.computeIfAbsent(namespace, n -> new ArrayList<>()).add(copy);
    }
  }

  /** The namespaces of the rehearsal. */
  public SortedSet<String> namespaces() {
    return new TreeSet<>(copied.keySet());
  }

  /** What is drafted and not rehearsed, and why. */
  public List<String> left() {
    return List.copyOf(left);
  }

  /**
   * What is not copied and must be there for pods to start, such as Secrets, as {@code Kind name}.
   *
   * @param namespace of the rehearsal
   */
  public SortedSet<String> missing(String namespace) {
    return new TreeSet<>(missing.getOrDefault(namespace, new TreeSet<>()));
  }

  /** The copies of one namespace, as documents with comments. */
  public String today(String namespace) {
    DraftText text = new DraftText();
    text.comment(0, "Drafted by `bleu assess --write --rehearse`: what runs today, as a copy.");
    text.comment(
        0,
        "Hosts outside end in .invalid, which resolves nowhere: give stand-ins where the programs"
            + " need one.");
    text.comment(
        0,
        "Volumes of nodes, shares and drivers are empty directories, and values of settings that are"
            + " named as passwords are \"rehearsal\". Look for others before you commit this file.");
    for (String name : missing(namespace)) {
      text.guess(0, "pods need " + name + ", which is not copied: create one without real data");
    }
    for (ObjectNode copy : copied.getOrDefault(namespace, List.of())) {
      text.separator();
      if (copy.path("spec").has("suspend")) {
        text.comment(0, "It is suspended: run it once, or take suspend out.");
      }
      text.yaml(0, tree(copy));
    }
    return text.text();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(ObjectNode object) {
    return MAPPER.convertValue(object, Map.class);
  }

  /** The namespace itself, and the policy that keeps what is in it from calling anybody else. */
  public static String namespace(String namespace) {
    DraftText text = new DraftText();
    text.comment(0, "Drafted by `bleu assess --write --rehearse`. No real data belongs in here.");
    text.comment(
        0,
        "It proves that the target takes the workloads by its policies, that the images are there,"
            + " that they start and find each other, and that the take-over works.");
    text.comment(
        0,
        "It does not prove load, real data and its copy, real Secrets and identities, what is"
            + " called outside, addresses and certificates, nor that all of it fits at full size.");
    text.separator();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", namespace);
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(GovernedNamespaces.LABEL, "Audit");
    labels.put(NamespaceDraft.ENVIRONMENT, REHEARSAL);
    metadata.put("labels", labels);
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", "Namespace");
    object.put("metadata", metadata);
    text.yaml(0, object);
    text.separator();
    text.comment(0, "Pods call and are called by pods of rehearsals only, and ask for names.");
    text.guess(
        0,
        "the network of the cluster must enforce NetworkPolicies; try it. It does not go along to"
            + " zones in other clusters: apply it in each of them first");
    text.yaml(0, inside(namespace));
    return text.text();
  }

  private static Map<String, Object> inside(String namespace) {
    Map<String, Object> rehearsals =
        Map.of(
            "namespaceSelector",
            Map.of("matchLabels", Map.of(NamespaceDraft.ENVIRONMENT, REHEARSAL)));
    Map<String, Object> names = new LinkedHashMap<>();
    names.put(
        "to",
        List.of(
            Map.of(
                "namespaceSelector",
                Map.of("matchLabels", Map.of("kubernetes.io/metadata.name", "kube-system")))));
    names.put("ports", List.of(port("UDP"), port("TCP")));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("podSelector", Map.of());
    spec.put("policyTypes", List.of("Ingress", "Egress"));
    spec.put("ingress", List.of(Map.of("from", List.of(rehearsals))));
    spec.put("egress", List.of(Map.of("to", List.of(rehearsals)), names));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", "rehearsal-stays-inside");
    metadata.put("namespace", namespace);
    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("apiVersion", "networking.k8s.io/v1");
    policy.put("kind", "NetworkPolicy");
    policy.put("metadata", metadata);
    policy.put("spec", spec);
    return policy;
  }

  private static Map<String, Object> port(String protocol) {
    Map<String, Object> port = new LinkedHashMap<>();
    port.put("protocol", protocol);
    port.put("port", 53);
    return port;
  }

  /** The policy for rehearsals, as examples/policies has it. */
  public static String policy() {
    try (InputStream stream =
        Objects.requireNonNull(RehearsalDraft.class.getResourceAsStream(POLICY), POLICY)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
