package io.millrace.shape;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** Habits that hold in every package that people write. */
@AnalyzeClasses(
    packages = "io.millrace",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeGenerated.class
    })
class ArchitectureTest {
  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

  @ArchTest
  static final ArchRule timeIsPassedIn =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.base.time")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .because("tests and simulations own the clock");

  @ArchTest
  static final ArchRule publicFieldsAreFinal =
      fields().that().arePublic().should().beFinal().allowEmptyShould(true);

  @ArchTest static final ArchRule noStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest static final ArchRule noJavaLogging = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  static final class DoNotIncludeGenerated implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/io/millrace/v1/");
    }
  }
}
