package cloud.bleu.assess.draft;

import cloud.bleu.assess.dependency.DependencyGraph;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
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

  /** Labels of a pod behind a Service in a namespace. */
  private static final int OF_SERVICE = 3;

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

  /** Two labels or more, and no part of a longer name. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)(?<![a-z0-9.-])" + LABEL + "(?:\\." + LABEL + "){1,9}+(?![a-z0-9-]|\\.[a-z0-9])");

  /** What a setting that is called like a Service has behind it: {@code feature.shop=on}. */
  private static final Pattern OF_KEY = Pattern.compile("[_(]|\\s*=|\\s*:(?![0-9$%{<])");

  private final SortedSet<String> namespaces = new TreeSet<>();

  /** Hosts that are outside, and known to be called. */
  private final Set<String> hosts = new HashSet<>();

  /** Services that are outside, as {@code name.namespace}. */
  private final Set<String> services = new HashSet<>();

  /**
   * @param namespaces that are rehearsed
   * @param graph of what runs today
   * @param services of today, as {@code namespace/name}
   */
  RehearsalNames(
      Collection<String> namespaces, DependencyGraph graph, Collection<String> services) {
    this.namespaces.addAll(namespaces);
    services.forEach(service -> add("Service " + service));
    graph.leaving().forEach(use -> add(use.name()));
    graph.notSeen().forEach(use -> add(use.name()));
    graph.entrances().forEach(entrance -> add(entrance.name()));
  }

  /**
   * The hosts in the name of something outside: without ports, and a Service as it is called. One
   * of a namespace that is rehearsed is called there.
   */
  private void add(String name) {
    Matcher service = SERVICE.matcher(name);
    if (!service.matches()) {
      HOST.matcher(lower(name)).results().map(MatchResult::group).forEach(hosts::add);
    } else if (!namespaces.contains(service.group(1))) {
      services.add(service.group(2) + "." + service.group(1));
    }
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
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
                        namespaces.contains(lower(m.group(2)))
                            ? m.group(1) + namespace(m.group(2)) + m.group(3)
                            : m.group() + NOWHERE));
    return NAME.matcher(result)
        .replaceAll(m -> Matcher.quoteReplacement(m.group() + behind(m, result)));
  }

  /** What comes behind a name; nothing where it is none that is known, or one of a setting. */
  private String behind(MatchResult match, String text) {
    String name = lower(match.group());
    if (hosts.contains(name) || hosts.contains(name.substring(name.indexOf('.') + 1))) {
      return NOWHERE;
    }
    String[] labels = name.split("\\.", -1);
    int last = labels.length - 1;
    boolean isInside = namespaces.contains(labels[last]);
    if (labels.length > OF_SERVICE
        || !isInside && !services.contains(labels[last - 1] + "." + labels[last])
        || OF_KEY.matcher(text).region(match.end(), text.length()).lookingAt()) {
      return "";
    }
    return isInside ? SUFFIX : NOWHERE;
  }
}
