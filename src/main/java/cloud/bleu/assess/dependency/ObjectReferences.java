package cloud.bleu.assess.dependency;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.References;
import cloud.bleu.assess.manifest.References.Reference;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.Place;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What one object says of others, with the place of each thing once lines are known. */
public final class ObjectReferences {

  private static final List<String> SETTINGS =
      List.of("$env", "$container.command.*", "$container.args.*");

  /** Kinds of which the dependencies need the whole spec. */
  private static final Set<String> KEPT =
      Set.of(
          "Service",
          "Ingress",
          "HTTPRoute",
          "NetworkPolicy",
          "CiliumNetworkPolicy",
          "CiliumClusterwideNetworkPolicy",
          References.CLAIM);

  final String key;
  final String kind;
  final String namespace;
  final String name;
  final boolean workload;
  final int replicas;

  /** Of kinds in {@link #KEPT}, else missing. */
  final JsonNode spec;

  /** The storage class of a PersistentVolumeClaim; null: it names none, or is no claim. */
  final @Nullable String storageClass;

  /** Labels of a Namespace, else missing. */
  final JsonNode labels;

  final List<Mention> mentions = new ArrayList<>();
  final List<Reference> references;

  /** Templates of claims and volumes without a claim, each a node with its path. */
  final List<ObjectField> volumes = new ArrayList<>();

  private final Map<String, Place> places = new HashMap<>();
  private final TreeSet<String> paths = new TreeSet<>();

  /**
   * A host in one field.
   *
   * @param shown what may be told of it
   * @param secret whether the host itself may not be told
   */
  record Mention(HostMention host, String path, String shown, boolean secret) {}

  /** Looks at an object. */
  public ObjectReferences(SeenObject object) {
    name = object.manifest().ref().name();
    kind = object.kind();
    namespace = object.namespace();
    key = References.key(kind, namespace, name);
    workload = !object.select("$pod").isEmpty();
    replicas = object.json().path("spec").path("replicas").asInt(1);
    JsonNode missing = MissingNode.getInstance();
    spec = KEPT.contains(kind) ? object.json().path("spec") : missing;
    labels = kind.equals("Namespace") ? object.json().path("metadata").path("labels") : missing;
    storageClass =
        kind.equals(References.CLAIM)
            ? object.select("$storageClass").stream()
                .map(ObjectField::text)
                .findFirst()
                .orElse(null)
            : null;
    references = References.of(object);
    paths.add("");
    references.forEach(r -> paths.add(r.path()));
    settings(object);
    if (workload) {
      volumes.addAll(object.select("$object.spec.volumeClaimTemplates.*"));
      volumes.addAll(object.select("$pod.volumes.*.ephemeral.volumeClaimTemplate"));
      for (String inline :
          List.of("azureDisk", "azureFile", "gcePersistentDisk", "awsElasticBlockStore", "nfs")) {
        volumes.addAll(object.select("$pod.volumes.*." + inline));
      }
      volumes.forEach(v -> paths.add(v.path()));
    }
    if (kind.endsWith("NetworkPolicy")) {
      for (String rule : List.of("egress", "ingress", "specs")) {
        object.select("$object.spec." + rule + ".*").forEach(r -> paths.add(r.path()));
      }
    }
    if (kind.equals("Ingress")) {
      object.select("$object.spec.rules.*").forEach(r -> paths.add(r.path()));
    }
    if (kind.equals("Service")) {
      paths.add("spec.externalName");
      paths.add("spec.type");
    }
  }

  private void settings(SeenObject object) {
    for (String path : SETTINGS) {
      object.select(path).forEach(l -> mention(l, false, false));
    }
    if (kind.equals("ConfigMap")) {
      object.select("$object.data.*").forEach(l -> mention(l, true, false));
    }
    object.secretValues().forEach(l -> mention(l, true, true));
  }

  private void mention(ObjectField leaf, boolean ofFile, boolean secret) {
    String key = leaf.path().startsWith("data") ? leaf.key() : lastName(leaf);
    for (HostMention host : HostMention.in(key, leaf.text(), ofFile)) {
      if (secret && !host.isAddress()) {
        continue;
      }
      String shown = secret ? "the value of key " + leaf.key() : named(leaf) + host.text();
      mentions.add(new Mention(host, leaf.path(), shown, secret));
      paths.add(leaf.path());
    }
  }

  /** Of a variable its name; arguments have numbers, which say nothing. */
  private static String lastName(ObjectField leaf) {
    return leaf.key().matches("[0-9]+") ? "name" : leaf.key();
  }

  private static String named(ObjectField leaf) {
    return leaf.key().matches("[0-9]+") ? "" : leaf.key() + ": ";
  }

  /** The fields of which {@link #locate} needs the place. */
  public Set<String> paths() {
    return paths;
  }

  /** Takes the places of its fields. */
  public void locate(Function<String, Place> placeOf) {
    paths.forEach(p -> places.put(p, placeOf.apply(p)));
  }

  /** Where one of its fields stands; of a field that is not known, where the object stands. */
  Place place(String path) {
    Place place = places.get(path);
    return place == null ? places.getOrDefault("", new Place("", 0, key, "")) : place;
  }
}
