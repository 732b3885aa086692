package cloud.bleu.operator.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credential plugins that the operator may run, in the order of preference. Only they are ever
 * run, whatever an object of the cluster says.
 */
public record AccessProviders(List<AccessProvider> all) {

  /** No plugin is run. */
  public static final AccessProviders NONE = new AccessProviders(List.of());

  private static final Set<String> VERSIONS =
      Set.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");

  private static final String ZERO =
      " has the character 0 in it, which no program can be given: take it out";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Copies the list. */
  public AccessProviders {
    all = List.copyOf(all);
  }

  /**
   * Reads a file of providers, as sigs.k8s.io/cluster-inventory-api has it.
   *
   * @throws IllegalArgumentException with what is wrong and what to do, without anything secret
   */
  public static AccessProviders read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + " cannot be read (" + e.getClass().getSimpleName() + "): name a file of text", e);
    }
    return parse(file.toString(), text);
  }

  /**
   * Reads the text of such a file.
   *
   * @param where the text is from, for what is wrong
   */
  static AccessProviders parse(String where, String text) {
    Stated stated;
    try {
      stated = JSON.readValue(text, Stated.class);
    } catch (JsonProcessingException e) {
      // Its words may show a part of the file.
      String at = e.getLocation() == null ? "" : " near line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          where
              + " is no file of providers"
              + at
              + ": write JSON with providers, each with name and execConfig (apiVersion, command,"
              + " args, env, provideClusterInfo)");
    }
    List<String> problems = new ArrayList<>();
    List<AccessProvider> providers = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int i = 0;
    for (Stated.Provider one :
        stated == null ? List.<Stated.Provider>of() : list(stated.providers)) {
      String path = where + ": providers[" + i++ + "]";
      AccessProvider provider = provider(path, one, problems);
      if (provider != null && !names.add(provider.name())) {
        problems.add(path + " has the name " + provider.name() + " for the second time: keep one");
      } else if (provider != null) {
        providers.add(provider);
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    if (providers.isEmpty()) {
      throw new IllegalArgumentException(where + " names no providers: add one, or leave it out");
    }
    return new AccessProviders(providers);
  }

  /** Null where something is wrong with it, which is then among the problems. */
  private static @Nullable AccessProvider provider(
      String path, Stated.@Nullable Provider stated, List<String> problems) {
    if (stated == null) {
      problems.add(path + " is empty: state name and execConfig");
      return null;
    }
    int before = problems.size();
    String name =
        required(
            stated.name, path, "has no name: state the one that ClusterProfiles use", problems);
    if (!ignores(stated.profileSourcedCLIArgsPolicy)
        || !ignores(stated.profileSourcedEnvVarsPolicy)) {
      problems.add(
          path
              + " takes arguments or environment from ClusterProfiles: only what this file says is"
              + " run; leave both policies out, or state Ignore");
    }
    Stated.Exec exec = stated.execConfig;
    if (exec == null) {
      problems.add(path + " has no execConfig: state apiVersion and command");
      return null;
    }
    String at = path + ".execConfig";
    String command = command(at, exec, problems);
    String version = exec.apiVersion == null ? "" : exec.apiVersion;
    if (!VERSIONS.contains(version)) {
      problems.add(
          at
              + ".apiVersion is none of client.authentication.k8s.io/v1 and"
              + " client.authentication.k8s.io/v1beta1: state the one that the program answers with");
    }
    if ("Always".equals(exec.interactiveMode)) {
      problems.add(at + ".interactiveMode is Always: nobody sits there; state Never");
    }
    List<String> args = args(at, exec, problems);
    Map<String, String> env = env(at, exec, problems);
    return problems.size() > before
        ? null
        : new AccessProvider(
            name, version, command, args, env, Boolean.TRUE.equals(exec.provideClusterInfo));
  }

  private static String command(String at, Stated.Exec exec, List<String> problems) {
    String command =
        required(
            exec.command, at, "has no command: state the absolute path of a program", problems);
    if (hasZero(command)) {
      problems.add(at + ".command" + ZERO);
    } else if (!command.isEmpty() && !Path.of(command).isAbsolute()) {
      problems.add(at + ".command is no absolute path: no PATH is searched; state one");
    }
    return command;
  }

  private static List<String> args(String at, Stated.Exec exec, List<String> problems) {
    List<String> args = new ArrayList<>();
    int i = 0;
    for (String arg : list(exec.args)) {
      String path = at + ".args[" + i++ + "]";
      if (arg == null) {
        problems.add(path + " is null: state a text, or leave it out");
      } else if (hasZero(arg)) {
        problems.add(path + ZERO);
      } else {
        args.add(arg);
      }
    }
    return args;
  }

  private static Map<String, String> env(String at, Stated.Exec exec, List<String> problems) {
    Map<String, String> env = new LinkedHashMap<>();
    int i = 0;
    for (Stated.Variable variable : list(exec.env)) {
      String path = at + ".env[" + i++ + "]";
      String name =
          required(
              variable == null ? null : variable.name,
              path,
              "has no name: state name and value",
              problems);
      String value = variable == null || variable.value == null ? "" : variable.value;
      if (name.contains("=")) {
        problems.add(path + " has a name with = in it: state what comes after it as value");
      } else if (hasZero(name) || hasZero(value)) {
        problems.add(path + ZERO);
      } else {
        env.put(name, value);
      }
    }
    return env;
  }

  private static boolean hasZero(String text) {
    return text.indexOf(0) >= 0;
  }

  /** Empty where there is none, which is then among the problems. */
  private static String required(
      @Nullable String text, String path, String words, List<String> problems) {
    if (text == null || text.isBlank()) {
      problems.add(path + " " + words);
      return "";
    }
    return text;
  }

  private static boolean ignores(@Nullable String policy) {
    return policy == null || policy.isBlank() || "Ignore".equals(policy);
  }

  private static <T> List<T> list(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** The file, as it is written. */
  private record Stated(@JsonProperty("providers") @Nullable List<@Nullable Provider> providers) {

    private record Provider(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("execConfig") @Nullable Exec execConfig,
        @JsonProperty("profileSourcedCLIArgsPolicy") @Nullable String profileSourcedCLIArgsPolicy,
        @JsonProperty("profileSourcedEnvVarsPolicy")
            @Nullable String profileSourcedEnvVarsPolicy) {}

    private record Exec(
        @JsonProperty("apiVersion") @Nullable String apiVersion,
        @JsonProperty("command") @Nullable String command,
        @JsonProperty("args") @Nullable List<@Nullable String> args,
        @JsonProperty("env") @Nullable List<@Nullable Variable> env,
        @JsonProperty("provideClusterInfo") @Nullable Boolean provideClusterInfo,
        @JsonProperty("interactiveMode") @Nullable String interactiveMode,
        @JsonProperty("installHint") @Nullable String installHint) {}

    private record Variable(
        @JsonProperty("name") @Nullable String name,
        @JsonProperty("value") @Nullable String value) {}
  }
}
