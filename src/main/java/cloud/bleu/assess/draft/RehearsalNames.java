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

  /** A Service that is called, as the graph names it, with what it says of it behind. */
  private static final Pattern SERVICE =
      Pattern.compile("Service (" + LABEL + ")/(" + LABEL + ")(?: .*)?");

  /** What a setting that is called like a Service has behind it: {@code feature.shop=on}. */
  private static final String NO_KEY = "(?![a-z0-9_(-]|\\.[a-z0-9]|\\s*=|\\s*:(?![0-9$%{<]))";

  private final SortedSet<String> namespaces = new TreeSet<>();
  private final List<Pattern> outside = new ArrayList<>();
  private final List<Pattern> inside = new ArrayList<>();

  /**
   * @param namespaces that are rehearsed
   * @param graph of what runs today
   * @param services of today, as {@code namespace/name}
   */
  RehearsalNames(
      Collection<String> namespaces, DependencyGraph graph, Collection<String> services) {
    this.namespaces.addAll(namespaces);
    SortedSet<String> hosts =
        new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(h -> h));
    services.forEach(service -> hosts.addAll(hosts("Service " + service)));
    graph.leaving().forEach(use -> hosts.addAll(hosts(use.name())));
    graph.notSeen().forEach(use -> hosts.addAll(hosts(use.name())));
    graph.entrances().forEach(entrance -> hosts.addAll(hosts(entrance.name())));
    for (String host : hosts) {
      outside.add(
          Pattern.compile(
              "(?i)(?<![a-z0-9.-])(?:"
                  + LABEL
                  + "\\.)?"
                  + Pattern.quote(host)
                  + "(?![a-z0-9-]|\\.[a-z0-9])"));
    }
    for (String namespace : this.namespaces) {
      inside.add(
          Pattern.compile(
              "(?<![a-z0-9.-])(?:" + LABEL + "\\.){1,2}" + Pattern.quote(namespace) + NO_KEY));
    }
  }

  /**
   * The hosts in the name of something outside: without ports, and a Service as it is called. One
   * of a namespace that is rehearsed is called there.
   */
  private List<String> hosts(String name) {
    Matcher service = SERVICE.matcher(name);
    if (service.matches()) {
      return namespaces.contains(service.group(1))
          ? List.of()
          : List.of(service.group(2) + "." + service.group(1));
    }
    return HOST.matcher(name.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
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
