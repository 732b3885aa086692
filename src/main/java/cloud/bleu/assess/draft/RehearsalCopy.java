package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.CredentialSetting;
import cloud.bleu.assess.manifest.SeenObject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of today as a rehearsal has it. What its cluster, its volumes, its identities and the
 * tools that deliver it have put there is left out, and so are its labels and annotations: a copy
 * that carried those of a release would be taken for a part of it.
 */
final class RehearsalCopy {

  private static final String METADATA = "metadata";
  private static final String SPEC = "spec";
  private static final String TEMPLATE = "template";
  private static final String REPLICAS = "replicas";
  private static final String CLUSTER_IP = "clusterIP";

  private static final Set<String> REPLICATED =
      Set.of("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController");

  /** What the controller of Jobs puts on the pods of one Job, and on no other. */
  private static final List<String> OF_ONE_JOB =
      List.of(
          "controller-uid",
          "batch.kubernetes.io/controller-uid",
          "job-name",
          "batch.kubernetes.io/job-name");

  /** What stands in the place of a password. */
  private static final String NO_CREDENTIAL = "rehearsal";

  /** Volumes that hold nothing but what is in the rehearsal, or nothing yet. */
  private static final List<String> INSIDE =
      List.of(
          "configMap",
          "secret",
          "projected",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim");

  private static final String CLAIM_TEMPLATE = "volumeClaimTemplate";

  /** What pods have of the network and the names of their node, or of one that is named. */
  private static final List<String> OF_NODE =
      List.of(
          "hostNetwork", "hostPID", "hostIPC", "hostAliases", "dnsPolicy", "dnsConfig", "nodeName");

  private static final List<String> OF_PORT =
      List.of("name", "port", "targetPort", "protocol", "appProtocol");

  private final RehearsalNames names;
  private final int replicas;

  /**
   * @param names what names of production become
   * @param replicas of each workload
   */
  RehearsalCopy(RehearsalNames names, int replicas) {
    this.names = names;
    this.replicas = replicas;
  }

  /** Whether a kind of workload can be copied: something has to make its pods. */
  static boolean copies(String kind) {
    return REPLICATED.contains(kind) || kind.equals("CronJob") || kind.equals("Job");
  }

  /** The copy; null for a kind that is not copied. */
  @Nullable ObjectNode of(SeenObject object) {
    ObjectNode copy = JsonNodeFactory.instance.objectNode();
    copy.put("apiVersion", object.apiVersion()).put("kind", object.kind());
    copy.putObject(METADATA)
        .put("name", object.manifest().ref().name())
        .put("namespace", names.namespace(object.namespace()));
    JsonNode spec = object.json().path(SPEC);
    switch (object.kind()) {
      case "ConfigMap" -> {
        keep(object.json(), copy, List.of("data", "binaryData"));
        if (copy.path("data") instanceof ObjectNode data) {
          for (String key :
              List.copyOf(data.properties()).stream().map(Map.Entry::getKey).toList()) {
            if (CredentialSetting.is(key)) {
              data.put(key, NO_CREDENTIAL);
            }
          }
          rewrite(data);
        }
      }
      case "ServiceAccount" ->
          keep(object.json(), copy, List.of("automountServiceAccountToken", "imagePullSecrets"));
      case "Service" -> service(spec, copy.putObject(SPEC));
      case "PersistentVolumeClaim" -> claim(spec, copy.putObject(SPEC));
      default -> {
        if (!copies(object.kind()) || !(spec instanceof ObjectNode written)) {
          return null;
        }
        copy.set(SPEC, workload(object.kind(), written.deepCopy()));
      }
    }
    return copy;
  }

  private ObjectNode workload(String kind, ObjectNode spec) {
    if (REPLICATED.contains(kind)) {
      spec.put(REPLICAS, replicas);
    } else {
      // It runs when somebody runs it, and not by night.
      spec.put("suspend", true);
    }
    if (kind.equals("Job")) {
      spec.remove(List.of("selector", "manualSelector"));
      if (spec.path(TEMPLATE).path(METADATA).path("labels") instanceof ObjectNode labels) {
        labels.remove(OF_ONE_JOB);
      }
    }
    if (spec.path("volumeClaimTemplates") instanceof ArrayNode templates) {
      ArrayNode claims = JsonNodeFactory.instance.arrayNode();
      for (JsonNode template : templates) {
        ObjectNode claim = claims.addObject();
        claim.putObject(METADATA).set("name", template.path(METADATA).path("name"));
        claim(template.path(SPEC), claim.putObject(SPEC));
      }
      spec.set("volumeClaimTemplates", claims);
    }
    enclose(
        kind.equals("CronJob")
            ? spec.path("jobTemplate").path(SPEC).path(TEMPLATE)
            : spec.path(TEMPLATE));
    rewrite(spec);
    return spec;
  }

  /**
   * Leaves out of pods what leads past a NetworkPolicy: the network of the node, its probes of
   * other hosts, and volumes that the node or a driver mounts. Names of hosts that are written by
   * hand go too, the node, annotations, which tools of today read, and passwords.
   */
  private static void enclose(JsonNode template) {
    if (template.path(METADATA) instanceof ObjectNode metadata) {
      metadata.remove("annotations");
    }
    if (!(template.path(SPEC) instanceof ObjectNode pod)) {
      return;
    }
    pod.remove(OF_NODE);
    for (String containers : List.of("initContainers", "containers")) {
      for (JsonNode container : pod.path(containers)) {
        container.findParents("host").forEach(action -> ((ObjectNode) action).remove("host"));
        container.path("ports").forEach(port -> ((ObjectNode) port).remove("hostPort"));
        for (JsonNode variable : container.path("env")) {
          if (variable.has("value") && CredentialSetting.is(variable.path("name").asText())) {
            ((ObjectNode) variable).put("value", NO_CREDENTIAL);
          }
        }
      }
    }
    for (JsonNode volume : pod.path("volumes")) {
      if (volume instanceof ObjectNode object && INSIDE.stream().noneMatch(object::has)) {
        object.retain("name");
        object.putObject("emptyDir");
      }
      if (volume.path("ephemeral").path(CLAIM_TEMPLATE) instanceof ObjectNode own) {
        JsonNode spec = own.path(SPEC);
        own.removeAll();
        claim(spec, own.putObject(SPEC));
      }
    }
  }

  /** Of the default class of the target, and without what ties it to a volume of today. */
  private static void claim(JsonNode from, ObjectNode to) {
    keep(from, to, List.of("accessModes", "resources", "volumeMode"));
  }

  /** Within the cluster only. */
  private static void service(JsonNode from, ObjectNode to) {
    keep(
        from,
        to,
        List.of("selector", "sessionAffinity", "publishNotReadyAddresses", "ipFamilyPolicy"));
    if (from.path(CLUSTER_IP).asText().equals("None")) {
      to.put(CLUSTER_IP, "None");
    }
    ArrayNode ports = to.putArray("ports");
    from.path("ports").forEach(port -> keep(port, ports.addObject(), OF_PORT));
  }

  private static void keep(JsonNode from, ObjectNode to, List<String> fields) {
    for (String field : fields) {
      if (from.has(field)) {
        to.set(field, from.get(field).deepCopy());
      }
    }
  }

  /** Every text but that of an image: what it is called says where it comes from. */
  private void rewrite(JsonNode tree) {
    if (tree instanceof ObjectNode object) {
      for (var field : List.copyOf(object.properties())) {
        if (!field.getValue().isTextual()) {
          rewrite(field.getValue());
        } else if (!field.getKey().equals("image")) {
          object.put(field.getKey(), names.rewritten(field.getValue().asText()));
        }
      }
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isTextual()) {
          array.set(i, new TextNode(names.rewritten(array.get(i).asText())));
        } else {
          rewrite(array.get(i));
        }
      }
    }
  }
}
