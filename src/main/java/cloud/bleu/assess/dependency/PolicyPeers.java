package cloud.bleu.assess.dependency;

import cloud.bleu.assess.manifest.References;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may call whom by NetworkPolicies. A peer without labels is everybody and says nothing of
 * anybody.
 */
final class PolicyPeers {

  private static final String NAME_OF_NAMESPACE = "kubernetes.io/metadata.name";

  /** Addresses that no public network has. */
  private static final String PRIVATE =
      "(10|127)\\..*|192\\.168\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*|169\\.254\\..*|0\\.0\\.0\\.0/0|.*:.*";

  private final PodIndex pods;
  private final List<ObjectReferences> objects;
  private final Map<String, JsonNode> namespaces = new HashMap<>();

  /** Takes that one may call another, or an address outside. */
  interface Receiver {
    void tell(String from, String to, Evidence evidence);
  }

  PolicyPeers(PodIndex pods, List<ObjectReferences> objects) {
    this.pods = pods;
    this.objects = objects;
    objects.stream()
        .filter(o -> o.kind.equals("Namespace"))
        .forEach(o -> namespaces.put(o.name, o.labels));
  }

  void each(Receiver peers, Receiver outside) {
    for (ObjectReferences policy : objects) {
      switch (policy.kind) {
        case "NetworkPolicy" -> {
          List<String> subjects = subjects(policy, policy.spec.path("podSelector"));
          rules(policy, "egress", "to", subjects, peers, outside);
          rules(policy, "ingress", "from", subjects, peers, outside);
        }
        case "CiliumNetworkPolicy" ->
            names(policy, subjects(policy, policy.spec.path("endpointSelector")), outside);
        default -> {
          // No policy.
        }
      }
    }
  }

  private List<String> subjects(ObjectReferences policy, JsonNode selector) {
    return pods.selected(policy.namespace, selector);
  }

  private void rules(
      ObjectReferences policy,
      String field,
      String peerField,
      List<String> subjects,
      Receiver peers,
      Receiver outside) {
    boolean egress = field.equals("egress");
    int i = 0;
    for (JsonNode rule : policy.spec.path(field)) {
      Evidence evidence = new Evidence(policy.place("spec." + field + "[" + i++ + "]"), policy.key);
      for (JsonNode peer : rule.path(peerField)) {
        for (String other : others(policy, peer)) {
          subjects.forEach(s -> peers.tell(egress ? s : other, egress ? other : s, evidence));
        }
        String block = peer.path("ipBlock").path("cidr").asText();
        if (egress && !block.isEmpty() && !block.matches(PRIVATE)) {
          subjects.forEach(s -> outside.tell(s, block, evidence));
        }
      }
    }
  }

  private List<String> others(ObjectReferences policy, JsonNode peer) {
    JsonNode labels = peer.path("podSelector");
    boolean labelled =
        !labels.path("matchLabels").isEmpty() || !labels.path("matchExpressions").isEmpty();
    if (!labelled) {
      return List.of();
    }
    JsonNode namespace = peer.path("namespaceSelector");
    return namespace.isObject()
        ? pods.selected(n -> References.selects(namespace, labels(n)), labels)
        : pods.selected(policy.namespace, labels);
  }

  private JsonNode labels(String namespace) {
    ObjectNode labels = JsonNodeFactory.instance.objectNode().put(NAME_OF_NAMESPACE, namespace);
    JsonNode given = namespaces.get(namespace);
    if (given != null && given.isObject()) {
      labels.setAll((ObjectNode) given);
    }
    return labels;
  }

  private static void names(ObjectReferences policy, List<String> subjects, Receiver outside) {
    int i = 0;
    for (JsonNode rule : policy.spec.path("egress")) {
      Evidence evidence = new Evidence(policy.place("spec.egress[" + i++ + "]"), policy.key);
      for (JsonNode name : rule.path("toFQDNs")) {
        String host = name.path("matchName").asText(name.path("matchPattern").asText());
        if (!host.isEmpty()) {
          subjects.forEach(s -> outside.tell(s, host, evidence));
        }
      }
    }
  }
}
