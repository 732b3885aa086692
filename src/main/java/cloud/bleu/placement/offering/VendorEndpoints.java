package cloud.bleu.placement.offering;

import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts under which services of Microsoft, Bleu, Google and S3NS are reached, read from {@code
 * endpoints.properties} beside this class. A workload that names one of them relies on the service.
 */
public final class VendorEndpoints {

  /** A known domain, with whom it is of and the first part of the names of its services. */
  private record Known(String family, String vendor) {}

  private static final String IDENTITY = "entra";

  /** The family of names that look like a host and are none. */
  private static final String NO_HOST = "-";

  private static final SortedMap<String, Known> DOMAINS = read();

  /** Vendors with a public cloud for everybody, where no service of another provider is. */
  private static final Map<String, String> PUBLIC =
      Map.of("google", "Google", "microsoft", "Microsoft");

  /**
   * Names of scopes and of resources, which keep this host wherever the service is: {@code
   * https://www.googleapis.com/auth/...} and {@code //storage.googleapis.com/...}.
   */
  private static final Pattern NAMES =
      Pattern.compile("www\\.googleapis\\.com/auth/|(?<!:)//[a-z0-9-]+\\.googleapis\\.com/");

  /** Whole labels with at least one dot; what surrounds them does not matter. */
  private static final Pattern HOST =
      Pattern.compile("(?<![-a-z0-9.])[a-z0-9][-a-z0-9]{0,62}+(?:\\.[a-z0-9][-a-z0-9]{0,62}+)+");

  private static final int LONGEST = 65_536;

  private VendorEndpoints() {}

  /** The known hosts in a text such as the value of a variable, each once, in order. */
  public static List<String> in(String text) {
    TreeSet<String> hosts = new TreeSet<>();
    String searched = text.substring(0, Math.min(text.length(), LONGEST)).toLowerCase(Locale.ROOT);
    Matcher matcher = HOST.matcher(NAMES.matcher(searched).replaceAll(" "));
    while (matcher.find()) {
      if (service(matcher.group()) != null) {
        hosts.add(matcher.group());
      }
    }
    return List.copyOf(hosts);
  }

  /**
   * The known hosts that an entry of egress stands for, in order.
   *
   * @param host one host, or {@code *.domain} for all below it
   */
  public static List<String> below(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!name.startsWith("*.")) {
      return service(name) == null ? List.of() : List.of(name);
    }
    String domain = name.substring(2);
    return service(domain) != null
        ? List.of(domain)
        : DOMAINS.keySet().stream()
            .filter(d -> d.endsWith("." + domain) && service(d) != null)
            .toList();
  }

  /**
   * The first part of the names of the services behind a host, {@code azure}, {@code entra}, {@code
   * m365} or {@code google}; null when the host is none of theirs.
   */
  public static @Nullable String service(String host) {
    Known known = known(host);
    return known == null ? null : known.family();
  }

  private static @Nullable Known known(String host) {
    String domain = host.toLowerCase(Locale.ROOT);
    while (!DOMAINS.containsKey(domain)) {
      int dot = domain.indexOf('.');
      if (dot < 0) {
        return null;
      }
      domain = domain.substring(dot + 1);
    }
    Known known = DOMAINS.get(domain);
    return known == null || known.family().equals(NO_HOST) ? null : known;
  }

  /**
   * The vendor to whose public cloud a host belongs: {@code Microsoft} or {@code Google}. Null for
   * hosts of others, and for hosts at which another provider has a service, even if it sells the
   * same software.
   */
  private static @Nullable String vendor(String host) {
    Known known = known(host);
    return known == null ? null : PUBLIC.get(known.vendor());
  }

  /**
   * Whether a provider is that vendor itself, by the first word of the name of its legal entity;
   * where that is not stated, by its own name.
   *
   * @param vendor {@code Microsoft} or {@code Google}
   */
  public static boolean isVendor(@Nullable Provider provider, String vendor) {
    if (provider == null) {
      return false;
    }
    Provider.LegalEntity entity = provider.legalEntity();
    String name = entity == null ? provider.name() : entity.name();
    return (name + " ").toLowerCase(Locale.ROOT).startsWith(vendor.toLowerCase(Locale.ROOT) + " ");
  }

  private static SortedMap<String, Known> read() {
    TreeMap<String, Known> domains = new TreeMap<>();
    ResourceBundle data =
        ResourceBundle.getBundle(
            VendorEndpoints.class.getPackageName() + ".endpoints",
            Locale.ROOT,
            VendorEndpoints.class.getClassLoader());
    for (String domain : data.keySet()) {
      String[] fields = data.getString(domain).split(" ", 3);
      domains.put(domain, new Known(fields[0], fields[1]));
    }
    return domains;
  }

  /**
   * The dependencies that a host is of by what they say they use: a service of that family, or,
   * where people sign in, {@code identity: true}.
   */
  private static List<Closure.Dependency> using(
      String family, List<Closure.Dependency> dependencies) {
    return dependencies.stream()
        .filter(
            d ->
                (family.equals(IDENTITY) && d.identity())
                    || d.services().stream().anyMatch(s -> s.startsWith(family + ".")))
        .toList();
  }

  /**
   * The hosts that no dependency accounts for, with what names them, in order. For a host of a
   * vendor's public cloud only a dependency on the vendor itself does.
   *
   * @param provider of a name, null where there is none
   */
  public static List<Message> undeclared(
      List<Closure.Endpoint> endpoints,
      List<Closure.Dependency> dependencies,
      Function<String, @Nullable Provider> provider) {
    List<Message> undeclared = new ArrayList<>();
    for (Closure.Endpoint endpoint : endpoints) {
      String family = service(endpoint.host());
      if (family == null) {
        continue;
      }
      String vendor = vendor(endpoint.host());
      List<Closure.Dependency> using = using(family, dependencies);
      if (using.stream()
          .anyMatch(d -> vendor == null || isVendor(provider.apply(d.provider()), vendor))) {
        continue;
      }
      List<Message> others =
          using.stream()
              .map(d -> Message.of("endpoint.other", "name", d.name(), "provider", d.provider()))
              .distinct()
              .sorted()
              .toList();
      undeclared.add(
          Message.of(
              "endpoint.undeclared",
              "host",
              endpoint.host(),
              "user",
              endpoint.user(),
              "asked",
              IDENTITY.equals(family)
                  ? Message.of("endpoint.identity")
                  : Message.of("endpoint.service", "family", family),
              "vendor",
              vendor,
              "others",
              others));
    }
    return undeclared.stream().distinct().sorted().toList();
  }
}
