package cloud.bleu.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** The verbs of the program. */
final class Verbs {

  /** By its name: the image of the operator is built without it, and without its API server. */
  private static final String SANDBOX = "cloud.bleu.cli.SandboxCommand";

  private Verbs() {}

  /** The classes of the verbs that are here, in the order in which help lists them. */
  static List<Class<?>> all() {
    List<Class<?>> verbs = new ArrayList<>();
    verbs.add(RunCommand.class);
    sandbox().ifPresent(verbs::add);
    verbs.addAll(
        List.of(
            PlanCommand.class,
            ExplainCommand.class,
            WhatIfCommand.class,
            DrillCommand.class,
            DoctorCommand.class,
            CheckCommand.class,
            WaiversCommand.class,
            BreakGlassCommand.class,
            FactsCommand.class,
            AssessCommand.class,
            RulesCommand.class,
            SchemaCommand.class,
            InitCommand.class,
            ReleaseCommand.class,
            ReportCommand.class,
            UiCommand.class,
            VerifyCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            HelpCommand.class,
            CompleteCommand.class));
    return verbs;
  }

  /**
   * The verbs that a line may be about: the one that it begins with, or all where it begins with
   * none, or asks for help about others.
   */
  static List<Class<?>> of(String... arguments) {
    return all().stream()
        .filter(verb -> verb != HelpCommand.class && arguments.length > 0)
        .filter(verb -> verb.getAnnotation(Command.class).name().equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElseGet(Verbs::all);
  }

  /** The verb that only a checkout of the project has; empty in the image. */
  static Optional<Class<?>> sandbox() {
    try {
      return Optional.of(Class.forName(SANDBOX, false, Verbs.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
