/** What the libraries of JavaScript cells have by name, for completion. A test compares it with the packages. */
const words = (text: string): readonly string[] => text.split(" ");

export const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  Inputs: words("checkbox radio range select table text toggle"),
  Plot: words(
    "Area Arrow BarX BarY Cell Contour Density Dot Frame Geo Hexgrid Image Line Link Mark Raster Rect RuleX RuleY " +
      "Text TickX TickY Tip Vector WaffleX WaffleY area areaX areaY arrow auto autoSpec axisFx axisFy axisX axisY barX " +
      "barY bin binX binY bollinger bollingerX bollingerY boxX boxY cell cellX cellY centroid circle cluster column " +
      "contour crosshair crosshairX crosshairY delaunayLink delaunayMesh density differenceX differenceY dodgeX dodgeY " +
      "dot dotX dotY filter find formatIsoDate formatMonth formatNumber formatWeekday frame geo geoCentroid graticule " +
      "gridFx gridFy gridX gridY group groupX groupY groupZ hexagon hexbin hexgrid hull identity image indexOf " +
      "initializer interpolateNearest interpolateNone interpolatorBarycentric interpolatorRandomWalk legend line lineX " +
      "lineY linearRegressionX linearRegressionY link map mapX mapY marks normalize normalizeX normalizeY " +
      "numberInterval plot pointer pointerX pointerY raster rect rectX rectY reverse ruleX ruleY scale select " +
      "selectFirst selectLast selectMaxX selectMaxY selectMinX selectMinY shiftX shiftY shuffle sort sphere spike " +
      "stackX stackX1 stackX2 stackY stackY1 stackY2 text textX textY tickX tickY timeInterval tip transform tree " +
      "treeLink treeNode utcInterval valueof vector vectorX vectorY voronoi voronoiMesh waffleX waffleY window windowX " +
      "windowY"
  ),
  aq: words(
    "BitSet ColumnTable Reducer Table addAggregateFunction addFunction addWindowFunction agg all bin collate desc " +
      "endswith escape field frac from fromArrow fromArrowStream fromCSV fromCSVStream fromFixed fromFixedStream " +
      "fromJSON fromJSONStream loadArrow loadCSV loadFixed loadJSON matches names not op parse range rolling seed " +
      "startswith table toArrow toArrowIPC toCSV toHTML toJSON toMarkdown walk_ast"
  ),
  d3: words(
    "Adder Delaunay FormatSpecifier InternMap InternSet Node Path Voronoi ZoomTransform active arc area areaRadial " +
      "ascending autoType axisBottom axisLeft axisRight axisTop bin bisect bisectCenter bisectLeft bisectRight bisector " +
      "blob blur blur2 blurImage brush brushSelection brushX brushY buffer chord chordDirected chordTranspose cluster " +
      "color contourDensity contours count create creator cross csv csvFormat csvFormatBody csvFormatRow csvFormatRows " +
      "csvFormatValue csvParse csvParseRows cubehelix cumsum curveBasis curveBasisClosed curveBasisOpen curveBumpX " +
      "curveBumpY curveBundle curveCardinal curveCardinalClosed curveCardinalOpen curveCatmullRom curveCatmullRomClosed " +
      "curveCatmullRomOpen curveLinear curveLinearClosed curveMonotoneX curveMonotoneY curveNatural curveStep " +
      "curveStepAfter curveStepBefore descending deviation difference disjoint dispatch drag dragDisable dragEnable dsv " +
      "dsvFormat easeBack easeBackIn easeBackInOut easeBackOut easeBounce easeBounceIn easeBounceInOut easeBounceOut " +
      "easeCircle easeCircleIn easeCircleInOut easeCircleOut easeCubic easeCubicIn easeCubicInOut easeCubicOut " +
      "easeElastic easeElasticIn easeElasticInOut easeElasticOut easeExp easeExpIn easeExpInOut easeExpOut easeLinear " +
      "easePoly easePolyIn easePolyInOut easePolyOut easeQuad easeQuadIn easeQuadInOut easeQuadOut easeSin easeSinIn " +
      "easeSinInOut easeSinOut every extent fcumsum filter flatGroup flatRollup forceCenter forceCollide forceLink " +
      "forceManyBody forceRadial forceSimulation forceX forceY format formatDefaultLocale formatLocale formatPrefix " +
      "formatSpecifier fsum geoAlbers geoAlbersUsa geoArea geoAzimuthalEqualArea geoAzimuthalEqualAreaRaw " +
      "geoAzimuthalEquidistant geoAzimuthalEquidistantRaw geoBounds geoCentroid geoCircle geoClipAntimeridian " +
      "geoClipCircle geoClipExtent geoClipRectangle geoConicConformal geoConicConformalRaw geoConicEqualArea " +
      "geoConicEqualAreaRaw geoConicEquidistant geoConicEquidistantRaw geoContains geoDistance geoEqualEarth " +
      "geoEqualEarthRaw geoEquirectangular geoEquirectangularRaw geoGnomonic geoGnomonicRaw geoGraticule geoGraticule10 " +
      "geoIdentity geoInterpolate geoLength geoMercator geoMercatorRaw geoNaturalEarth1 geoNaturalEarth1Raw " +
      "geoOrthographic geoOrthographicRaw geoPath geoProjection geoProjectionMutator geoRotation geoStereographic " +
      "geoStereographicRaw geoStream geoTransform geoTransverseMercator geoTransverseMercatorRaw gray greatest " +
      "greatestIndex group groupSort groups hcl hierarchy histogram hsl html image index indexes interpolate " +
      "interpolateArray interpolateBasis interpolateBasisClosed interpolateBlues interpolateBrBG interpolateBuGn " +
      "interpolateBuPu interpolateCividis interpolateCool interpolateCubehelix interpolateCubehelixDefault " +
      "interpolateCubehelixLong interpolateDate interpolateDiscrete interpolateGnBu interpolateGreens interpolateGreys " +
      "interpolateHcl interpolateHclLong interpolateHsl interpolateHslLong interpolateHue interpolateInferno " +
      "interpolateLab interpolateMagma interpolateNumber interpolateNumberArray interpolateObject interpolateOrRd " +
      "interpolateOranges interpolatePRGn interpolatePiYG interpolatePlasma interpolatePuBu interpolatePuBuGn " +
      "interpolatePuOr interpolatePuRd interpolatePurples interpolateRainbow interpolateRdBu interpolateRdGy " +
      "interpolateRdPu interpolateRdYlBu interpolateRdYlGn interpolateReds interpolateRgb interpolateRgbBasis " +
      "interpolateRgbBasisClosed interpolateRound interpolateSinebow interpolateSpectral interpolateString " +
      "interpolateTransformCss interpolateTransformSvg interpolateTurbo interpolateViridis interpolateWarm " +
      "interpolateYlGn interpolateYlGnBu interpolateYlOrBr interpolateYlOrRd interpolateZoom interrupt intersection " +
      "interval isoFormat isoParse json lab lch least leastIndex line lineRadial link linkHorizontal linkRadial " +
      "linkVertical local map matcher max maxIndex mean median medianIndex merge min minIndex mode namespace namespaces " +
      "nice now pack packEnclose packSiblings pairs partition path pathRound permute pie piecewise pointRadial pointer " +
      "pointers polygonArea polygonCentroid polygonContains polygonHull polygonLength precisionFixed precisionPrefix " +
      "precisionRound quadtree quantile quantileIndex quantileSorted quantize quickselect radialArea radialLine " +
      "randomBates randomBernoulli randomBeta randomBinomial randomCauchy randomExponential randomGamma randomGeometric " +
      "randomInt randomIrwinHall randomLcg randomLogNormal randomLogistic randomNormal randomPareto randomPoisson " +
      "randomUniform randomWeibull range rank reduce reverse rgb ribbon ribbonArrow rollup rollups scaleBand " +
      "scaleDiverging scaleDivergingLog scaleDivergingPow scaleDivergingSqrt scaleDivergingSymlog scaleIdentity " +
      "scaleImplicit scaleLinear scaleLog scaleOrdinal scalePoint scalePow scaleQuantile scaleQuantize scaleRadial " +
      "scaleSequential scaleSequentialLog scaleSequentialPow scaleSequentialQuantile scaleSequentialSqrt " +
      "scaleSequentialSymlog scaleSqrt scaleSymlog scaleThreshold scaleTime scaleUtc scan schemeAccent schemeBlues " +
      "schemeBrBG schemeBuGn schemeBuPu schemeCategory10 schemeDark2 schemeGnBu schemeGreens schemeGreys " +
      "schemeObservable10 schemeOrRd schemeOranges schemePRGn schemePaired schemePastel1 schemePastel2 schemePiYG " +
      "schemePuBu schemePuBuGn schemePuOr schemePuRd schemePurples schemeRdBu schemeRdGy schemeRdPu schemeRdYlBu " +
      "schemeRdYlGn schemeReds schemeSet1 schemeSet2 schemeSet3 schemeSpectral schemeTableau10 schemeYlGn schemeYlGnBu " +
      "schemeYlOrBr schemeYlOrRd select selectAll selection selector selectorAll shuffle shuffler some sort stack " +
      "stackOffsetDiverging stackOffsetExpand stackOffsetNone stackOffsetSilhouette stackOffsetWiggle " +
      "stackOrderAppearance stackOrderAscending stackOrderDescending stackOrderInsideOut stackOrderNone " +
      "stackOrderReverse stratify style subset sum superset svg symbol symbolAsterisk symbolCircle symbolCross " +
      "symbolDiamond symbolDiamond2 symbolPlus symbolSquare symbolSquare2 symbolStar symbolTimes symbolTriangle " +
      "symbolTriangle2 symbolWye symbolX symbols symbolsFill symbolsStroke text thresholdFreedmanDiaconis " +
      "thresholdScott thresholdSturges tickFormat tickIncrement tickStep ticks timeDay timeDays timeFormat " +
      "timeFormatDefaultLocale timeFormatLocale timeFriday timeFridays timeHour timeHours timeInterval timeMillisecond " +
      "timeMilliseconds timeMinute timeMinutes timeMonday timeMondays timeMonth timeMonths timeParse timeSaturday " +
      "timeSaturdays timeSecond timeSeconds timeSunday timeSundays timeThursday timeThursdays timeTickInterval " +
      "timeTicks timeTuesday timeTuesdays timeWednesday timeWednesdays timeWeek timeWeeks timeYear timeYears timeout " +
      "timer timerFlush transition transpose tree treemap treemapBinary treemapDice treemapResquarify treemapSlice " +
      "treemapSliceDice treemapSquarify tsv tsvFormat tsvFormatBody tsvFormatRow tsvFormatRows tsvFormatValue tsvParse " +
      "tsvParseRows union unixDay unixDays utcDay utcDays utcFormat utcFriday utcFridays utcHour utcHours " +
      "utcMillisecond utcMilliseconds utcMinute utcMinutes utcMonday utcMondays utcMonth utcMonths utcParse utcSaturday " +
      "utcSaturdays utcSecond utcSeconds utcSunday utcSundays utcThursday utcThursdays utcTickInterval utcTicks " +
      "utcTuesday utcTuesdays utcWednesday utcWednesdays utcWeek utcWeeks utcYear utcYears variance version window xml " +
      "zip zoom zoomIdentity zoomTransform"
  )
};
