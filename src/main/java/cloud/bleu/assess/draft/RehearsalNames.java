package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.DependencyGraph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of production become in a rehearsal: a namespace gets another one, and a host that
 * is outside gets a name that resolves nowhere (RFC 6761), so that a call fails and reaches nobody.
 */
final class RehearsalNames {

  /** What is put behind the name of a namespace. */
  static final String SUFFIX = "-rehearsal";

  /** A top-level domain that no resolver answers for. */
  private static final String NOWHERE = ".invalid";

  private static final String SERVICE = "Service ";

  private static final int LONGEST_NAMESPACE = 63;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?+";

  private static final Pattern HOST = Pattern.compile(LABEL + "(?:\\." + LABEL + "){1,9}+");

  /** A Service by its namespace. */
  private static final Pattern OF_CLUSTER =
      Pattern.compile(
          "(?i)(?<![a-z0-9.-])((?:"
              + LABEL
              + "\\.){1,3})("
              + LABEL
              + ")(\\.svc(?:\\.cluster\\.local)?)(?![a-z0-9-]|\\.[a-z0-9])");

  private final SortedSet<String> namespaces = new TreeSet<>();
  private final List<Pattern> outside = new ArrayList<>();
  private final List<Pattern> inside = new ArrayList<>();

  /**
   * @param namespaces that are rehearsed
   * @param graph of what runs today
   */
  RehearsalNames(Collection<String> namespaces, DependencyGraph graph) {
    this.namespaces.addAll(namespaces);
    SortedSet<String> hosts =
        new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(h -> h));
    graph.leaving().forEach(use -> hosts.addAll(hosts(use.name())));
    graph.notSeen().forEach(use -> hosts.addAll(hosts(use.name())));
    graph.entrances().forEach(entrance -> hosts.addAll(hosts(entrance.name())));
    for (String host : hosts) {
      outside.add(
          Pattern.compile(
              "(?i)(?<![a-z0-9.-])" + Pattern.quote(host) + "(?![a-z0-9-]|\\.[a-z0-9])"));
    }
    for (String namespace : this.namespaces) {
      inside.add(
          Pattern.compile(
              "(?m)(?<![a-z0-9.-])("
                  + LABEL
                  + ")\\."
                  + Pattern.quote(namespace)
                  + "(?=:[0-9]|[/,;\"'\\s]|$)"));
    }
  }

  /** The hosts in the name of something outside: without ports, and a Service as it is called. */
  private static List<String> hosts(String name) {
    String[] service =
        name.startsWith(SERVICE) ? name.substring(SERVICE.length()).split("/") : null;
    return service != null && service.length == 2
        ? List.of(service[1] + "." + service[0])
        : HOST.matcher(name.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  /** Whether there is room behind the name of a namespace, and it is none of a rehearsal itself. */
  static boolean takes(String namespace) {
    return namespace.length() + SUFFIX.length() <= LONGEST_NAMESPACE && !namespace.endsWith(SUFFIX);
  }

  /** The namespace of the rehearsal. */
  String namespace(String namespace) {
    return namespace + SUFFIX;
  }

  /** A text in which no known name leads out of the rehearsal. */
  String rewritten(String text) {
    String result =
        OF_CLUSTER
            .matcher(text)
            .replaceAll(
                m ->
                    Matcher.quoteReplacement(
                        namespaces.contains(m.group(2))
                            ? m.group(1) + namespace(m.group(2)) + m.group(3)
                            : m.group() + NOWHERE));
    for (Pattern host : outside) {
      result = host.matcher(result).replaceAll(m -> Matcher.quoteReplacement(m.group() + NOWHERE));
    }
    for (Pattern service : inside) {
      result =
          service.matcher(result).replaceAll(m -> Matcher.quoteReplacement(m.group() + SUFFIX));
    }
    return result;
  }
}
