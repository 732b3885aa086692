package cloud.bleu.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a CustomResourceDefinition about {@code self}. Nothing of CEL is loaded before the
 * first of them is read.
 */
public final class ObjectRule {

  private static final CelOptions OPTIONS =
      CelOptions.current().comprehensionMaxIterations(100_000).build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .build();

  private static final Map<String, ObjectRule> RULES = new ConcurrentHashMap<>();

  /** Null: it needs what is not here, such as the object before or a library of Kubernetes. */
  private final CelRuntime.@Nullable Program program;

  private ObjectRule(CelRuntime.@Nullable Program program) {
    this.program = program;
  }

  /** The rule of that text. */
  public static ObjectRule of(String text) {
    return RULES.computeIfAbsent(text, ObjectRule::compiled);
  }

  private static ObjectRule compiled(String text) {
    try {
      CelValidationResult checked = COMPILER.compile(text);
      return new ObjectRule(checked.hasError() ? null : RUNTIME.createProgram(checked.getAst()));
    } catch (CelValidationException | CelEvaluationException e) {
      return new ObjectRule(null);
    }
  }

  /**
   * Whether an object breaks it, whatever stands where the object is not known. False where that
   * cannot be said.
   */
  public boolean isBroken(Map<String, Object> self) {
    if (program == null) {
      return false;
    }
    try {
      return Boolean.FALSE.equals(program.eval(Map.of("self", self)));
    } catch (CelEvaluationException | RuntimeException e) {
      // What it asks for is among what is wrong already.
      return false;
    }
  }
}
