package cloud.bleu.assess.dependency;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host in a setting.
 *
 * @param host in lower case
 * @param port 0 where none is written
 * @param form how sure it is that it is one
 */
record HostMention(String host, int port, Form form) {

  /** What makes it a host. */
  enum Form {
    /** A scheme stands before it, or it ends as the names of Services do. */
    Address,
    /** A port stands behind it. */
    WithPort,
    /** It is the whole value: a host if there is a Service of that name. */
    Whole,
    /** It is the whole value of a setting whose name says that it is a host. */
    WholeOfHost
  }

  /** A label of DNS, and at most ten of them: whatever a line holds, it is read in one go. */
  private static final String NAME = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?+";

  private static final String DOTTED = NAME + "(?:\\." + NAME + "){0,9}+";

  private static final Pattern URL =
      Pattern.compile(
          "(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}+://("
              + DOTTED
              + ")(?::([0-9]{1,5}))?(?![a-z0-9{$])");
  private static final Pattern OF_CLUSTER =
      Pattern.compile(
          "(?<![a-z0-9.-])("
              + NAME
              + "(?:\\."
              + NAME
              + "){1,2}\\.svc(?:\\.cluster\\.local)?)(?::([0-9]{1,5}))?(?![a-z0-9-])");
  private static final Pattern WITH_PORT =
      Pattern.compile("(?<![\\w.:/$}-])(" + DOTTED + "):([0-9]{2,5})(?![\\w.:-])");

  /** Strings of connections: {@code Server=tcp:db,1433;}, {@code host=db port=5432}. */
  private static final Pattern KEYED =
      Pattern.compile(
          "(?<![a-z])(?:server|host|data source|endpoint|addr(?:ess)?)\\s*=\\s*(?:tcp:)?("
              + DOTTED
              + ")(?:[:,]([0-9]{1,5}))?(?=[;,\\s\"']|$)");

  private static final Pattern WHOLE = Pattern.compile("(" + DOTTED + ")");

  /** {@code --key=value}, {@code key: value}, {@code key=value}. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "\\s*-{0,2}([A-Za-z][\\w./-]*)\\s*[=:]\\s*[\"']?(" + DOTTED + ")[\"']?[,;]?\\s*");

  private static final Pattern COMMENT = Pattern.compile("\\s*(#|//|;|<!--|--\\s|\\*\\s).*");

  /** Settings that hold hosts. */
  private static final Pattern OF_HOST =
      Pattern.compile(
          "(?i).*(host|addr|server(?!.*name)|endpoint|upstream|broker|bootstrap|url|uri).*");

  /**
   * Settings that hold names of other things, such as databases that are called as Services are.
   */
  private static final Pattern OF_NAME =
      Pattern.compile(
          "(?i).*(user|passw|database|schema|bucket|topic|secret|level|mode|role|realm|tenant|index|table|app|release|cluster|key|metadata|label).*"
              + "|(.*[_.-])?(db|name|type|kind|driver|engine|component|namespace|profile|environment|env|id)|.*(?<!host)name");

  /** What ends a word: passwords have everything else in them. */
  private static final Pattern WORD = Pattern.compile("[^\\s\"']+");

  private static final String SCHEME = "://";

  private static final int LONGEST_LINE = 65_536;
  private static final int LONGEST_NAME = 256;

  /**
   * The hosts of a setting.
   *
   * @param key of the setting
   * @param ofFile whether the value may be a whole file, in which lines are settings
   */
  static Set<HostMention> in(String key, String value, boolean ofFile) {
    Set<HostMention> all = new LinkedHashSet<>();
    String text = value.strip();
    if (text.indexOf('\n') < 0) {
      whole(key, text.toLowerCase(Locale.ROOT), all);
    }
    for (String written : lines(text)) {
      String line = written.substring(0, Math.min(written.length(), LONGEST_LINE));
      if (COMMENT.matcher(line).matches()) {
        continue;
      }
      Matcher assigned = ASSIGNED.matcher(line);
      if ((ofFile || line.startsWith("-")) && assigned.matches()) {
        String name = assigned.group(1);
        if (name.length() < LONGEST_NAME && OF_HOST.matcher(name).matches()) {
          whole(name, assigned.group(2).toLowerCase(Locale.ROOT), all);
        }
      }
      // Most lines of large files have none of these, and a search is dear.
      boolean hasColon = line.indexOf(':') >= 0;
      if (!hasColon && line.indexOf('.') < 0 && line.indexOf('=') < 0) {
        continue;
      }
      String lower = withoutCredentials(line.toLowerCase(Locale.ROOT));
      if (hasColon) {
        addresses(URL, lower, Form.Address, all);
      }
      addresses(OF_CLUSTER, lower, Form.Address, all);
      if (hasColon) {
        addresses(WITH_PORT, lower, Form.WithPort, all);
      }
      addresses(KEYED, lower, Form.WholeOfHost, all);
    }
    return all;
  }

  /** Without what stands before the last at sign of each word, where it may be a password. */
  private static String withoutCredentials(String line) {
    return line.indexOf('@') < 0
        ? line
        : WORD.matcher(line).replaceAll(w -> Matcher.quoteReplacement(word(w.group())));
  }

  private static String word(String word) {
    int at = word.lastIndexOf('@');
    int scheme = word.indexOf(SCHEME);
    if (at < 0) {
      return word;
    }
    if (scheme < 0 || scheme > at) {
      // Parts of a string of connections stand by themselves: Server=db,1433;User=app@db
      int part = word.lastIndexOf(';', at) + 1;
      int first = word.indexOf('@');
      return word.lastIndexOf(';', first) + 1 == part
          ? word.substring(0, part) + word.substring(at + 1)
          : word.substring(at + 1);
    }
    int host = scheme + SCHEME.length();
    return isHostAlone(word, host) ? word : word.substring(0, host) + word.substring(at + 1);
  }

  /** Whether a path begins before anything that could part a name from a password. */
  private static boolean isHostAlone(String word, int start) {
    for (int i = start; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == ':' || c == '@') {
        return false;
      }
      if (c == '/' || c == '?' || c == '#') {
        return true;
      }
    }
    return true;
  }

  private static List<String> lines(String text) {
    return text.indexOf('\n') < 0 ? List.of(text) : new ArrayList<>(text.lines().toList());
  }

  private static void whole(String key, String text, Set<HostMention> all) {
    if (!CredentialSetting.is(key) && WHOLE.matcher(text).matches()) {
      if (OF_HOST.matcher(key).matches()) {
        all.add(new HostMention(text, 0, Form.WholeOfHost));
      } else if (!OF_NAME.matcher(key).matches()) {
        all.add(new HostMention(text, 0, Form.Whole));
      }
    }
  }

  private static void addresses(Pattern pattern, String line, Form form, Set<HostMention> all) {
    Matcher matcher = pattern.matcher(line);
    while (matcher.find()) {
      String port = matcher.group(2);
      all.add(new HostMention(matcher.group(1), port == null ? 0 : Integer.parseInt(port), form));
    }
  }

  /** Whether its form says that it is a host, so that it is no password that is called like one. */
  boolean isAddress() {
    return form == Form.Address || port > 0;
  }

  /** As it stands there. */
  String text() {
    return port == 0 ? host : host + ":" + port;
  }

  /** Whether it is a name or an address outside of any cluster. */
  boolean isOutside() {
    return form != Form.Whole && Outside.is(host);
  }

  /** Hosts that no cluster and no machine has within. */
  private static final class Outside {
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");
    private static final Pattern OF_MACHINE =
        Pattern.compile("127\\..*|0\\.0\\.0\\.0|169\\.254\\..*|255\\..*");

    /** Ends of names that are registered; other names with a dot are of a cluster or of a file. */
    private static final Pattern DOMAIN =
        Pattern.compile(
            ".*\\.([a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|name|pro|app|dev|cloud|online|site|tech|store|shop|xyz|page|run|goog|google|microsoft|azure|services|solutions|systems|network|digital|agency|software|world|live|paris|bzh|corsica|alsace|eus)");

    private static final Pattern WITHIN =
        Pattern.compile(".*\\.(svc|local|localhost|internal|sh|py|js|ts|md|so|go|rs)");

    /** Names of vocabularies, which nobody calls. */
    private static final Pattern VOCABULARY =
        Pattern.compile(
            "(.*\\.)?(w3\\.org|xmlsoap\\.org|json-schema\\.org|java\\.sun\\.com|purl\\.org)|schemas?\\..*");

    private Outside() {}

    static boolean is(String host) {
      if (NUMBERS.matcher(host).matches()) {
        return !OF_MACHINE.matcher(host).matches();
      }
      return DOMAIN.matcher(host).matches()
          && !WITHIN.matcher(host).matches()
          && !VOCABULARY.matcher(host).matches();
    }
  }
}
