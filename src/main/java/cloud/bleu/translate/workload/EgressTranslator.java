package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.Egress;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Cidr;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Host;
import cloud.bleu.placement.offering.VendorEndpoints;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.LabelSelectorCheck;
import cloud.bleu.translate.object.PresentItems;
import cloud.bleu.translate.pod.ExternalNames;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a workload calls. */
final class EgressTranslator {
  private static final String PATH = "spec.residency.egress";
  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
  private static final int LAST_PORT = 65_535;

  private final String namespace;
  private final ExternalNames externalNames;
  private final Findings findings;

  private EgressTranslator(String namespace, ExternalNames externalNames, Findings findings) {
    this.namespace = namespace;
    this.externalNames = externalNames;
    this.findings = findings;
  }

  static @Nullable List<Closure.Destination> of(
      String namespace,
      @Nullable List<Egress> entries,
      ExternalNames externalNames,
      Findings findings) {
    if (entries == null) {
      return null;
    }
    EgressTranslator egress = new EgressTranslator(namespace, externalNames, findings);
    List<Closure.Destination> destinations = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int i = 0;
    for (Egress entry : entries) {
      String path = FieldPath.item(PATH, i++);
      String name = findings.label(path, entry.name(), "name the destination");
      if (!names.add(name)) {
        findings.block(
            path + ".name",
            "the name " + ShownText.quote(name) + " is given twice",
            null,
            "give each destination a name of its own");
      }
      egress.ports(entry.ports(), path + ".ports");
      Closure.Destination destination = egress.destination(name, entry.to(), path + ".to");
      if (destination != null) {
        destinations.add(destination);
      }
    }
    return destinations;
  }

  /** The well-known hosts among them, with what names them. */
  static List<Closure.Endpoint> endpoints(@Nullable List<Closure.Destination> egress) {
    List<Closure.Endpoint> endpoints = new ArrayList<>();
    for (Closure.Destination d : egress == null ? List.<Closure.Destination>of() : egress) {
      if (d.way() == Closure.Way.Host && !Host.isAnywhere(d.target())) {
        VendorEndpoints.below(d.target())
            .forEach(
                host -> endpoints.add(new Closure.Endpoint(TemplatePart.egress(d.name()), host)));
      }
    }
    return endpoints;
  }

  private Closure.@Nullable Destination destination(
      String name, Egress.@Nullable Destination to, String path) {
    int given =
        to == null
            ? 0
            : (to.service() == null ? 0 : 1)
                + (to.pods() == null ? 0 : 1)
                + (to.cidr() == null ? 0 : 1)
                + (to.host() == null ? 0 : 1);
    if (to == null || given != 1) {
      findings.block(
          path,
          given == 0 ? "nothing is given" : "more than one is given",
          "exactly one of service, pods, cidr, host",
          "keep one of them");
      return null;
    }
    if (to.service() != null) {
      String called =
          findings.given(path + ".service.name", to.service().name(), "name the Service");
      if (called == null) {
        return null;
      }
      String service = in(to.service().namespace()) + "/" + called;
      String host = externalNames.host(service);
      return host == null
          ? new Closure.Destination(name, Closure.Way.Service, service)
          : new Closure.Destination(name, Closure.Way.Host, host);
    }
    if (to.pods() != null) {
      return pods(name, to.pods(), path + ".pods");
    }
    return to.cidr() != null
        ? cidr(name, to.cidr(), path + ".cidr")
        : host(name, Objects.requireNonNull(to.host()), path + ".host");
  }

  private Closure.@Nullable Destination pods(String name, Egress.Pods pods, String path) {
    LabelSelector selector = pods.selector();
    if (selector == null) {
      findings.block(
          path + ".selector", "is missing", null, "name the labels, where {} says every pod");
      return null;
    }
    LabelSelectorCheck.check(selector, path + ".selector", findings);
    return new Closure.Destination(
        name, Closure.Way.Pods, in(pods.namespace()) + "/" + words(selector));
  }

  private Closure.@Nullable Destination cidr(String name, String cidr, String path) {
    if (Cidr.parse(cidr) == null) {
      findings.block(
          path,
          "not a range of addresses: " + ShownText.quote(cidr),
          "an address and a prefix, with zeros behind the prefix",
          "write it like 10.20.0.0/16 or 2001:db8::/48");
      return null;
    }
    return new Closure.Destination(name, Closure.Way.Cidr, cidr);
  }

  private Closure.@Nullable Destination host(String name, String host, String path) {
    if (!Host.isHost(host)) {
      findings.block(
          path,
          "not a host: " + ShownText.quote(host),
          "a host in lower case, *.domain or *",
          "write it without a scheme, such as api.example");
      return null;
    }
    return new Closure.Destination(name, Closure.Way.Host, host);
  }

  private void ports(List<Egress.Port> ports, String path) {
    Set<String> seen = new HashSet<>();
    int i = 0;
    for (Egress.Port port : ports) {
      String at = FieldPath.item(path, i++);
      findings.oneOf(at + ".protocol", port.protocol(), PROTOCOLS);
      if (port.port() == null) {
        findings.block(at + ".port", "is missing", null, "give the number of the port");
        continue;
      }
      findings.whole(at + ".port", port.port(), 1, LAST_PORT);
      if (!seen.add(port.protocol() + " " + port.port())) {
        findings.block(
            at, "the port " + port.port() + " is given twice", null, "take one of them out");
      }
    }
  }

  private String in(@Nullable String other) {
    return other == null ? namespace : other;
  }

  /** A selector in the form of {@code kubectl -l}, in order; an empty one is {@code *}. */
  private static String words(LabelSelector selector) {
    List<String> words = new ArrayList<>();
    if (selector.getMatchLabels() != null) {
      new TreeMap<>(selector.getMatchLabels()).forEach((k, v) -> words.add(k + "=" + v));
    }
    PresentItems.skip(selector.getMatchExpressions())
        .forEach(e -> words.add(e.getKey() + " " + e.getOperator() + " " + e.getValues()));
    return words.isEmpty() ? "*" : String.join(",", words);
  }
}
