package cloud.bleu.cli;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.Provenance;
import cloud.bleu.cli.doctor.FactPatch;
import cloud.bleu.cli.doctor.ProvenanceText;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.TypedName;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.cli.terminal.Program;
import cloud.bleu.cli.terminal.Table;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.status.fact.FactStatement;
import cloud.bleu.status.fact.OverruledGrant;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.provider.ProviderTranslator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes that a group of facts was compared with its source again. */
@Command(
    name = "confirm",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes that a group of facts was compared with its source: basis, source and day.",
      "With -f FILE the provenance is written into that file, and nothing else of it changes;"
          + " without it, into the cluster. What is kept in Git is confirmed there.",
      "A suspension or withdrawal without validUntil is not confirmed where that would take away"
          + " what was granted after it: state its validUntil."
    })
final class ConfirmCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "KIND/NAME", description = "CloudProvider/NAME or az/NAME.")
  private String object = "";

  @Parameters(
      index = "1",
      paramLabel = "GROUP",
      description = "The group, as `facts due` lists it: ownership, site, offerings[NAME]....")
  private String group = "";

  @Mixin private InputOptions input = new InputOptions();

  @Option(
      names = "--basis",
      paramLabel = "BASIS",
      description = "${COMPLETION-CANDIDATES}. Default: as it is.")
  private @Nullable Basis basis;

  @Option(
      names = "--source",
      paramLabel = "TEXT",
      description = "The document, list or page. Default: as it is.")
  private @Nullable String source;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The day on which it was true. Default: today in Europe/Paris.")
  private @Nullable LocalDate asOf;

  @Option(
      names = "--checked-by",
      paramLabel = "NAME",
      description = "Who compared it with the source. Default: as it is.")
  private @Nullable String checkedBy;

  @Option(
      names = "--document",
      paramLabel = "FILE|SHA256",
      description = "The document; its SHA-256 is written. Default: none.")
  private @Nullable String document;

  private final IOStreams streams;

  ConfirmCommand(IOStreams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Path file = file();
    ApiObjects objects =
        file == null ? ClusterReader.facts(input) : Input.manifests(input, streams).objects();
    CustomResource<?, ?> found = found(objects);
    FactStatement statement = statement(found);
    Provenance before = statement.provenance();
    LocalDate today = streams.clock().instant().atZone(ZoneRule.PARIS).toLocalDate();
    LocalDate day = asOf == null ? today : asOf;
    Map<String, String> values = values(before, day, today);
    if (found instanceof CloudProvider provider) {
      refuseToOverrule(provider, day, today);
    }
    if (file == null) {
      FactPatch.write(input, object, found, statement, values);
    } else {
      write(file, found, statement, values);
    }
    streams
        .out()
        .print(
            Table.wrapped(
                found.getKind()
                    + "/"
                    + found.getMetadata().getName()
                    + " "
                    + group
                    + ": "
                    + String.join(
                        ", ",
                        values.entrySet().stream()
                            .map(e -> e.getKey() + " " + e.getValue() + was(e, before))
                            .toList()),
                2));
    return ExitCode.OK;
  }

  /** The day before, where it moves: a far first day of a suspension is reckoned from it. */
  private static String was(Map.Entry<String, String> value, @Nullable Provenance before) {
    String day = before == null || !value.getKey().equals("asOf") ? null : before.asOf();
    return day == null || day.equals(value.getValue()) ? "" : " (was " + day + ")";
  }

  private @Nullable Path file() {
    if (input.files.isEmpty()) {
      return null;
    }
    if (input.files.size() > 1 || !Files.isRegularFile(Path.of(input.files.get(0)))) {
      throw new BadInputException(
          "confirm writes into one file; give the file that holds " + object + " with -f");
    }
    Path file = Path.of(input.files.get(0));
    if (file.toString().endsWith(".json")) {
      throw new BadInputException(
          file + ": only YAML is edited in place; write provenance there yourself");
    }
    return file;
  }

  private CustomResource<?, ?> found(ApiObjects objects) {
    String provider = TypedName.withoutKind(object, CloudProvider.class);
    String zone = TypedName.withoutKind(object, AvailabilityZone.class);
    boolean isProvider = !provider.equals(object);
    String name = isProvider ? provider : zone;
    List<? extends CustomResource<?, ?>> candidates =
        isProvider ? objects.providers() : objects.zones();
    if (name.equals(object)) {
      throw new BadInputException(
          ShownText.quote(object)
              + " is not of the form KIND/NAME; facts are in CloudProvider/NAME and"
              + " AvailabilityZone/NAME");
    }
    for (CustomResource<?, ?> candidate : candidates) {
      if (name.equals(candidate.getMetadata().getName())) {
        return candidate;
      }
    }
    throw new BadInputException(
        "there is no "
            + object
            + NearestName.of(
                    name,
                    candidates.stream().map((HasMetadata c) -> c.getMetadata().getName()).toList())
                .map(n -> "; did you mean " + n + "? ")
                .orElse("; ")
            + "`"
            + Program.name()
            + " facts due` lists what there is");
  }

  private FactStatement statement(CustomResource<?, ?> found) {
    List<FactStatement> all =
        FactStatement.of(found.getSpec()).stream().filter(FactStatement::stated).toList();
    return all.stream()
        .filter(s -> s.group().equals(group))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    object
                        + " states no group "
                        + ShownText.quote(group)
                        + (all.isEmpty()
                            ? "; it states none, so state the fact first"
                            : "; it states "
                                + String.join(", ", all.stream().map(s -> s.group()).toList()))));
  }

  /** A decision that is stated again takes away what was granted after it. */
  private void refuseToOverrule(CloudProvider provider, LocalDate day, LocalDate today) {
    Findings unread = new Findings(ObjectRef.of(provider), new ArrayList<>(), new ArrayList<>());
    OverruledGrant grant =
        OverruledGrant.of(ProviderTranslator.translate(provider, today, today, unread), day, today)
            .get(group);
    if (grant != null) {
      throw new BadInputException(
          Table.wrapped(
              group + " is " + grant.state() + ": stated on " + day + " " + grant.sentence(), 2));
    }
  }

  private Map<String, String> values(@Nullable Provenance before, LocalDate day, LocalDate today) {
    String newBasis = basis != null ? basis.name() : before == null ? null : before.basis();
    String newSource = source != null ? source : before == null ? null : before.source();
    if (newBasis == null) {
      throw new BadInputException(
          "nobody stated a basis yet; give --basis "
              + String.join("|", Stream.of(Basis.values()).map(Basis::name).toList()));
    }
    if (newSource == null || newSource.isEmpty()) {
      throw new BadInputException("nobody stated a source yet; give --source TEXT");
    }
    if (newSource.codePoints().anyMatch(ShownText::isInvisible)) {
      throw new BadInputException("--source has invisible characters; take them out");
    }
    if (day.isAfter(today)) {
      throw new BadInputException("--as-of " + day + " is in the future; give the day it was true");
    }
    return ProvenanceText.values(
        "basis",
        newBasis,
        "source",
        newSource,
        "asOf",
        day.toString(),
        "checkedBy",
        checkedBy != null ? checkedBy : before == null ? null : before.checkedBy(),
        "documentSHA256",
        document == null ? null : digest(document));
  }

  private static String digest(String document) {
    if (document.matches("[0-9a-f]{64}")) {
      return document;
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(Path.of(document))));
    } catch (IOException e) {
      throw new BadInputException(
          document + ": cannot be read; give the document or its SHA-256, 64 hexadecimal digits");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(
      Path file, CustomResource<?, ?> found, FactStatement statement, Map<String, String> values) {
    try {
      String text =
          new ProvenanceText(Files.readString(file))
              .with(
                  found.getKind(),
                  found.getMetadata().getName(),
                  statement.pointer(),
                  statement.field(),
                  values);
      if (text == null) {
        throw new BadInputException(
            file + ": not written in a form that can be edited in place; write provenance there");
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be written; check its permissions");
    }
  }
}
