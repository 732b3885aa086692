package cloud.bleu.placement.rule;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Cidr;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Host;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.placement.model.Territory;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What leaves is known: the workload says what it calls, the zone what its nodes call, and neither
 * calls anywhere. A mirror at the customer's of SecNumCloud 12.14.a, which speaks of the provider's
 * own technical infrastructure: it serves no requirement, and nothing that leaves is inspected.
 * What the workload states is kept to by a NetworkPolicy; hosts, and what pods on the network of
 * their node call, are only declared.
 */
public record EgressDeclared() implements ZoneRule {

  private static final Declaration DECLARATION =
      new Declaration(
              "egress-declared",
              "The workload says what it calls and the zone what its nodes call; neither calls anywhere.",
              List.of(
                  RuleParameter.of(
                          "allow",
                          RuleParameter.Type.TextList,
                          "What the workload may call outside the cluster: hosts, *.domain, or ranges"
                              + " of addresses; empty: whatever it states.")
                      .looserWith(RuleParameter.Looser.MoreOrNone)
                      .orElse("[]"),
                  RuleParameter.of(
                          "allowAnywhere",
                          RuleParameter.Type.Flag,
                          "Whether a destination may be anywhere: host * or *.tld, a range wider than"
                              + " /8 (IPv6: /7).")
                      .looserWith(RuleParameter.Looser.More)
                      .orElse("false"),
                  RuleParameter.of(
                          "bootstrap",
                          RuleParameter.Type.TextList,
                          "What the nodes of the zone may call: hosts or *.domain; empty: whatever the"
                              + " zone states.")
                      .looserWith(RuleParameter.Looser.MoreOrNone)
                      .orElse("[]"),
                  RuleParameter.of(
                          "requireBootstrap",
                          RuleParameter.Type.Flag,
                          "Whether the zone must say what its nodes call.")
                      .looserWith(RuleParameter.Looser.Less)
                      .orElse("true")),
              List.of(),
              List.of(
                  "BootstrapNotAllowed",
                  "BootstrapUnknown",
                  "EgressAnywhere",
                  "EgressNotAllowed",
                  "EgressNotStated"))
          .reading("AvailabilityZone.spec.egress");

  @Override
  public Declaration declaration() {
    return DECLARATION;
  }

  @Override
  public List<String> contradictions(Parameters parameters) {
    TreeSet<String> wrong = new TreeSet<>();
    for (String entry : parameters.texts("allow", List.of())) {
      if (!Host.isHost(entry) && Cidr.parse(entry) == null) {
        wrong.add(
            entry
                + " in allow is neither a host nor a range; write api.example, *.example or"
                + " 192.0.2.0/24");
      }
    }
    for (String entry : parameters.texts("bootstrap", List.of())) {
      if (!Host.isHost(entry)) {
        wrong.add(entry + " in bootstrap is not a host; write packages.example or *.example");
      }
    }
    return List.copyOf(wrong);
  }

  @Override
  public Object about(Workload workload) {
    Closure closure = workload.closure();
    return List.of(
        Objects.requireNonNullElse(closure.egress(), "not stated"),
        closure.images().isEmpty(),
        closure.hostNetwork());
  }

  @Override
  public Verdict evaluate(Question question) {
    List<Closure.Destination> egress = question.workload().closure().egress();
    Zone.Egress nodes = question.zone().equipment().egress();
    Verdict refused = refused(question.parameters(), egress, nodes);
    if (refused != null) {
      return refused;
    }
    if (egress == null) {
      return Verdict.unknown(
          "EgressNotStated",
          Origin.Assumed,
          Message.of("egress.notStated"),
          Message.of("do.stateEgress"));
    }
    if (nodes == null && question.parameters().flag("requireBootstrap", true)) {
      return Verdict.unknown(
          "BootstrapUnknown",
          Origin.Assumed,
          Message.of("egress.nodesUnknown"),
          Message.of("do.stateBootstrap"));
    }
    return passed(question, egress, nodes);
  }

  private static @Nullable Verdict refused(
      Parameters parameters,
      @Nullable List<Closure.Destination> stated,
      Zone.@Nullable Egress nodes) {
    List<Closure.Destination> egress = stated == null ? List.of() : stated;
    List<String> bootstrap = nodes == null ? List.of() : nodes.bootstrap();
    List<String> allow = parameters.texts("allow", List.of());
    List<String> allowedToNodes = parameters.texts("bootstrap", List.of());
    TreeSet<Message> anywhere = new TreeSet<>();
    TreeSet<Message> foreign = new TreeSet<>();
    TreeSet<String> foreignToNodes = new TreeSet<>();
    boolean byNodes = false;
    for (Closure.Destination d : egress) {
      if (isAnywhere(d)) {
        anywhere.add(named(d));
      }
      if (!allow.isEmpty() && !isAllowed(d, allow)) {
        foreign.add(named(d));
      }
    }
    for (String host : bootstrap) {
      if (Host.isAnywhere(host)) {
        byNodes = true;
        anywhere.add(Message.of("egress.nodesCall", "hosts", host));
      }
      if (!allowedToNodes.isEmpty() && !Host.isAmong(host, allowedToNodes)) {
        foreignToNodes.add(host);
      }
    }
    if (!anywhere.isEmpty() && !parameters.flag("allowAnywhere", false)) {
      return Verdict.reject(
          "EgressAnywhere",
          byNodes && nodes != null ? nodes.provenance().basis().origin() : Origin.Enforced,
          Message.of("egress.anywhere", "calls", anywhere),
          Message.of("do.stateHosts"));
    }
    if (!foreign.isEmpty()) {
      return Verdict.reject(
          "EgressNotAllowed",
          Origin.Enforced,
          Message.of("egress.notAllowed", "calls", foreign, "allowed", Territory.inOrder(allow)),
          Message.of("do.takeOutEgress"));
    }
    if (!foreignToNodes.isEmpty() && nodes != null) {
      return Verdict.reject(
          "BootstrapNotAllowed",
          nodes.provenance().basis().origin(),
          Message.of(
              "egress.nodesNotAllowed",
              "hosts",
              foreignToNodes,
              "allowed",
              Territory.inOrder(allowedToNodes)),
          Message.of("do.zoneWithBootstrap"));
    }
    return null;
  }

  private static Verdict passed(
      Question question, List<Closure.Destination> egress, Zone.@Nullable Egress nodes) {
    boolean byHost = egress.stream().anyMatch(d -> d.way() == Closure.Way.Host);
    Closure closure = question.workload().closure();
    boolean bound = !closure.images().isEmpty() && !closure.hostNetwork();
    Origin origin = byHost || !bound ? Origin.Declared : Origin.Enforced;
    if (nodes != null) {
      origin = origin.weaker(nodes.provenance().basis().origin());
    }
    return Verdict.pass(
        origin, Message.of("egress.stated", "calls", !egress.isEmpty(), "nodes", called(nodes)));
  }

  private static @Nullable Message called(Zone.@Nullable Egress nodes) {
    if (nodes == null) {
      return null;
    }
    return nodes.bootstrap().isEmpty()
        ? Message.of("egress.nodesCallNothing")
        : Message.of("egress.nodesCall", "hosts", Territory.inOrder(nodes.bootstrap()));
  }

  private static boolean isAnywhere(Closure.Destination d) {
    Cidr range = d.way() == Closure.Way.Cidr ? Cidr.parse(d.target()) : null;
    return d.way() == Closure.Way.Host
        ? Host.isAnywhere(d.target())
        : range != null && range.isAnywhere();
  }

  /** What stays in the cluster always is; a range that cannot be read never. */
  private static boolean isAllowed(Closure.Destination d, List<String> allow) {
    if (d.way() == Closure.Way.Host) {
      return Host.isAmong(d.target(), allow);
    }
    if (d.way() != Closure.Way.Cidr) {
      return true;
    }
    Cidr range = Cidr.parse(d.target());
    if (range == null) {
      return false;
    }
    for (String entry : allow) {
      Cidr allowed = Cidr.parse(entry);
      if (allowed != null && allowed.contains(range)) {
        return true;
      }
    }
    return false;
  }

  private static Message named(Closure.Destination d) {
    return Message.of("egress.calls", "name", d.name(), "target", d.target());
  }
}
